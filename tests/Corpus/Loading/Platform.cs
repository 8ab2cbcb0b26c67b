using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.Corpus.Loading;

/// <summary>What sources are compiled against that come without their packages: the runtime and the web framework that run this tool.</summary>
internal static class Platform
{
    private static readonly string[] s_symbols =
    [
        "NET", "NETCOREAPP", "RELEASE", "NET10_0",
        "NET5_0_OR_GREATER", "NET6_0_OR_GREATER", "NET7_0_OR_GREATER", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER",
        "NETCOREAPP2_1_OR_GREATER", "NETCOREAPP3_0_OR_GREATER", "NETCOREAPP3_1_OR_GREATER", "NETSTANDARD2_0_OR_GREATER", "NETSTANDARD2_1_OR_GREATER",
    ];

    /// <summary>The assemblies of both frameworks.</summary>
    public static ImmutableArray<MetadataReference> References { get; } = Find();

    /// <summary>The newest language, with the symbols that a release build for the newest framework defines.</summary>
    public static CSharpParseOptions Parsing { get; } = new(LanguageVersion.Preview, DocumentationMode.Parse, preprocessorSymbols: s_symbols);

    /// <summary>A library; errors are expected.</summary>
    public static CSharpCompilationOptions Compiling { get; } = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static ImmutableArray<MetadataReference> Find()
    {
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location)!)!)!;
        return
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(file => file.StartsWith(shared, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(file => MetadataReference.CreateFromFile(file)),
        ];
    }
}
