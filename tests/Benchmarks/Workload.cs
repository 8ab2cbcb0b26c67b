using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Benchmarks;

/// <summary>A program to compile, alone and with analyzers, and the number of reports that make a measurement of it believable.</summary>
internal sealed class Workload
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview);

    private static readonly ImmutableArray<MetadataReference> s_framework =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll")
            .Where(file => Path.GetFileName(file) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Collections.dll" or "System.Threading.dll" or "System.Linq.dll" or "System.Console.dll")
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private readonly CSharpCompilation _compilation;

    private Workload(string name, int reports, params string[] files)
    {
        Name = name;
        Reports = reports;
        Lines = files.Sum(text => text.Count(character => character == '\n'));
        _compilation = CSharpCompilation.Create(
            name,
            files.Select((text, index) => CSharpSyntaxTree.ParseText(SourceText.From(text), s_parse, $"File{index}.cs")),
            s_framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("Service", Sources.ServiceReports, Sources.Service),
        new("WithoutAsync", 0, [.. Enumerable.Range(0, 1000).Select(Sources.WithoutAsync)]),
        new("LargeType", Sources.LargeTypeReports, Sources.LargeType(0)),
        new("Pathological", Sources.PathologicalReports, Sources.Pathological),
    ];

    /// <summary>What BenchmarkDotNet prints.</summary>
    public string Name { get; }

    /// <summary>How many reports the analyzers make.</summary>
    public int Reports { get; }

    /// <summary>The size.</summary>
    public int Lines { get; }

    /// <summary>The workload of that name.</summary>
    public static Workload Of(string name) => All.Single(workload => workload.Name == name);

    /// <summary>A compilation in which nothing is bound yet; its trees are parsed and its references are read.</summary>
    public CSharpCompilation Fresh() => _compilation.Clone();

    /// <summary>Compiles, and then compiles with an analyzer.</summary>
    /// <exception cref="InvalidOperationException">The program does not compile, an analyzer threw, or the number of reports is another one: the figures would be of something else.</exception>
    public void Verify()
    {
        var errors = Fresh().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count != 0)
            throw new InvalidOperationException($"{Name} does not compile: {errors[0]}");
        Expect(Reports, Analyzers.Run(Fresh(), new AsyncStateAnalyzer()));
    }

    /// <summary>Checks the number of reports.</summary>
    /// <exception cref="InvalidOperationException">It is another one.</exception>
    public void Expect(int reports, ImmutableArray<Diagnostic> found)
    {
        var ours = found.Where(diagnostic => diagnostic.Id.StartsWith("ASA", StringComparison.Ordinal) || diagnostic.Id == "AD0001").ToList();
        if (ours.Count != reports || ours.Any(diagnostic => diagnostic.Id == "AD0001"))
            throw new InvalidOperationException($"{Name}: {ours.Count} reports instead of {reports}\n{string.Join("\n", ours.Take(10))}");
    }
}

/// <summary>Runs analyzers as the compiler does.</summary>
internal static class Analyzers
{
    /// <summary>All diagnostics, the compiler's too.</summary>
    public static ImmutableArray<Diagnostic> Run(Compilation compilation, DiagnosticAnalyzer analyzer) => With(compilation, analyzer).GetAllDiagnosticsAsync().GetAwaiter().GetResult();

    /// <summary>The driver over a compilation.</summary>
    public static CompilationWithAnalyzers With(Compilation compilation, DiagnosticAnalyzer analyzer) =>
        compilation.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
}

/// <summary>An analyzer that asks for nothing: what the driver itself costs.</summary>
#pragma warning disable RS1001, RS1025, RS1026 // It is made here by hand and measures the driver without any callback.
internal sealed class NoAnalyzer : DiagnosticAnalyzer
#pragma warning restore RS1001, RS1025, RS1026
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = new AsyncStateAnalyzer().SupportedDiagnostics;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
    }
}
