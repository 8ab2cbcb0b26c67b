using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.Testing;

/// <summary>Symbols of a source text without references: types of other assemblies are errors, which is what half-typed code has too.</summary>
internal static class Symbols
{
    /// <summary>A type of the text.</summary>
    public static INamedTypeSymbol Type(string source, string name) => Compile(source).GetTypeByMetadataName(name)!;

    /// <summary>The text as a compilation.</summary>
    public static CSharpCompilation Compile(string source) => CSharpCompilation.Create("Test", [CSharpSyntaxTree.ParseText(source, path: "Test.cs")]);
}
