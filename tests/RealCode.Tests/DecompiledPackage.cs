using System.Collections.Immutable;
using AsyncStateAnalyzers.Corpus.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.RealCode.Tests;

/// <summary>A package that stands beside the tests with everything it depends on.</summary>
internal static class DecompiledPackage
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>The compilation of the assembly's own sources against all that it depends on.</summary>
    /// <param name="name">The assembly's name, which is that of the package.</param>
    public static CSharpCompilation Compile(string name) => DecompiledAssembly.Compile(Path.Combine(AppContext.BaseDirectory, name + ".dll"), s_references);
}
