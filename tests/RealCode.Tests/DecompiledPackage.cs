using System.Collections.Concurrent;
using System.Collections.Immutable;
using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.CSharp;
using ICSharpCode.Decompiler.Metadata;
using ICSharpCode.Decompiler.TypeSystem;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.RealCode.Tests;

/// <summary>The sources of a package that people use, one file per type, as the decompiler gives them back.</summary>
internal static class DecompiledPackage
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>The compilation of the assembly's own sources against all that it depends on. It has errors: not every construct comes back as it was written.</summary>
    /// <param name="name">The assembly's name, which is that of the package.</param>
    public static CSharpCompilation Compile(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        using var module = new PEFile(path);
        var resolver = new UniversalAssemblyResolver(path, throwOnError: false, module.DetectTargetFrameworkId());
        var settings = new DecompilerSettings { ShowXmlDocumentation = false, ThrowOnAssemblyResolveErrors = false };
        var parse = new CSharpParseOptions(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Preview);
        var types = new DecompilerTypeSystem(module, resolver, settings).MainModule.TopLevelTypeDefinitions
            .Where(type => type.Name != "<Module>" && !type.Name.StartsWith('<'))
            .Select(type => type.FullTypeName)
            .ToList();
        var trees = new ConcurrentBag<SyntaxTree>();
        Parallel.ForEach(
            types,
            () => new CSharpDecompiler(module, resolver, settings),
            (type, _, decompiler) =>
            {
                trees.Add(CSharpSyntaxTree.ParseText(decompiler.DecompileTypeAsString(type), parse, type.ReflectionName + ".cs"));
                return decompiler;
            },
            _ => { });

        return CSharpCompilation.Create(
            name,
            trees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal),
            s_references.Where(reference => Path.GetFileName(reference.Display) != name + ".dll"),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }
}
