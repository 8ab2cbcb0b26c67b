using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Benchmarks;

/// <summary>One character typed into the large type, as an editor sees it: one tree is new, the rest of the compilation is known, and the diagnostics of that file are asked for.</summary>
[MemoryDiagnoser]
public class KeystrokeBenchmarks
{
    private static readonly NoAnalyzer s_driver = new();
    private static readonly AsyncStateAnalyzer s_analyzer = new();

    private CSharpCompilation _before = null!;
    private int _typed;

    [GlobalSetup]
    public void Setup()
    {
        var workload = Workload.Of("LargeType");
        _before = workload.Fresh().AddSyntaxTrees(Enumerable.Range(0, 100).Select(index => CSharpSyntaxTree.ParseText(Sources.WithoutAsync(index), (CSharpParseOptions)workload.Fresh().SyntaxTrees[0].Options, $"Other{index}.cs")));
        _ = _before.GetDiagnostics();
        workload.Expect(workload.Reports, WithAnalyzers());
        workload.Expect(0, Driver());
    }

    [Benchmark(Baseline = true)]
    public ImmutableArray<Diagnostic> Alone() => Type().GetDiagnostics();

    [Benchmark]
    public ImmutableArray<Diagnostic> Driver() => Ask(Type(), s_driver);

    [Benchmark]
    public ImmutableArray<Diagnostic> WithAnalyzers() => Ask(Type(), s_analyzer);

    private static ImmutableArray<Diagnostic> Ask(SemanticModel model, Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer analyzer)
    {
        _ = model.GetDiagnostics();
        return Analyzers.With(model.Compilation, analyzer).GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>The model of the file after one more edit: an incremental parse, and every other tree as it was.</summary>
    private SemanticModel Type()
    {
        var tree = _before.SyntaxTrees[0];
        var changed = tree.WithChangedText(SourceText.From(Sources.LargeType(++_typed)));
        return _before.ReplaceSyntaxTree(tree, changed).GetSemanticModel(changed);
    }
}
