using System.Collections.Concurrent;
using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.CSharp;
using ICSharpCode.Decompiler.Metadata;
using ICSharpCode.Decompiler.TypeSystem;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.Corpus.Loading;

/// <summary>The sources of an assembly that people use, one file per type, as the decompiler gives them back.</summary>
internal static class DecompiledAssembly
{
    /// <summary>The compilation of the assembly's own sources against all that it depends on. It has errors: not every construct comes back as it was written.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="references">The platform, and what the assembly depends on; the assembly itself is left out.</param>
    public static CSharpCompilation Compile(string path, IEnumerable<MetadataReference> references)
    {
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
            Path.GetFileNameWithoutExtension(path),
            trees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal),
            references.Where(reference => Path.GetFileName(reference.Display) != Path.GetFileName(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }
}
