using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Benchmarks;

/// <summary>A whole compilation: alone, under a driver whose analyzer asks for nothing, and with the analyzers.</summary>
[MemoryDiagnoser]
public class CompilationBenchmarks
{
    private Workload _workload = null!;

    /// <summary>The program.</summary>
    [ParamsSource(nameof(Programs))]
    public string Program { get; set; } = "";

    /// <summary>The names of all programs.</summary>
    public static IEnumerable<string> Programs => Workload.All.Select(workload => workload.Name);

    [GlobalSetup]
    public void Setup()
    {
        _workload = Workload.Of(Program);
        _workload.Verify();
    }

    [Benchmark(Baseline = true)]
    public ImmutableArray<Diagnostic> Alone() => _workload.Fresh().GetDiagnostics();

    [Benchmark]
    public ImmutableArray<Diagnostic> Driver() => Analyzers.Run(_workload.Fresh(), new NoAnalyzer());

    [Benchmark]
    public ImmutableArray<Diagnostic> WithAnalyzers() => Analyzers.Run(_workload.Fresh(), new AsyncStateAnalyzer());
}
