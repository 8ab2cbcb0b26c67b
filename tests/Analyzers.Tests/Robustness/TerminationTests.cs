using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Lowering;
using AsyncStateAnalyzers.Summaries;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Tests.Robustness;

/// <summary>
/// Large members end, without giving up, and the work grows no faster than they do. Work is the number of blocks that the flow
/// engine goes through, counting repetitions: it is the same on every machine.
/// </summary>
public sealed class TerminationTests
{
    [Fact]
    public void NestedIfsAreLinear() => Linear(LargeBodies.NestedIfs, 200);

    [Fact]
    public void IfsInARowAreLinear() => Linear(LargeBodies.IfsInARow, 200);

    [Fact]
    public void LocalsAreLinear() => Linear(LargeBodies.Locals, 200);

    [Fact]
    public void LoopsInARowAreLinear() => Linear(LargeBodies.LoopsInARow, 100);

    [Fact]
    public void NestedLoopsAreLinear() => Linear(LargeBodies.NestedLoops, 30);

    [Fact]
    public void NestedFinallysAreLinear() => Linear(LargeBodies.NestedFinallys, 30);

    [Fact]
    public void TheMistakeAtTheEndOfNestedIfsIsFound() => Found(LargeBodies.NestedIfs(200));

    [Fact]
    public void TheMistakeAtTheEndOfManyLocalsIsFound() => Found(LargeBodies.Locals(200));

    [Fact]
    public void TheMistakeAtTheEndOfManyLoopsIsFound() => Found(LargeBodies.LoopsInARow(100));

    [Fact]
    public void TheMistakeAfterNestedLoopsIsFound() => Found(LargeBodies.NestedLoops(30));

    [Fact]
    public void TheMistakeAfterNestedFinallysIsFound() => Found(LargeBodies.NestedFinallys(30));

    [Fact]
    public void FinallysInsideFinallysAreGivenUpVisibly() =>
        Assert.Equal("ASA0001", Assert.Single(AnalyzerRunner.Run(LargeBodies.FinallysInsideFinallys(16))).Id);

    private static void Linear(Func<int, string> body, int size)
    {
        var (half, whole) = (Visits(body(size / 2)), Visits(body(size)));
        Assert.True(whole <= 2.2 * half, $"{half} visits for {size / 2}, {whole} for {size}");
    }

    private static void Found(string source)
    {
        var late = source.Split('\n').ToList().FindIndex(l => l.Contains("// the stale write", StringComparison.Ordinal));
        Assert.Contains(AnalyzerRunner.Run(source), r => r.Id == "ASA0101" && r.Location.GetLineSpan().StartLinePosition.Line == late);
    }

    /// <summary>How many blocks the engine goes through for the one method of the source.</summary>
    private static int Visits(string source)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", source));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var tree = compilation.SyntaxTrees.Last();
        var model = compilation.GetSemanticModel(tree);
        var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
        var lowered = BodyLowering.Lower(model.GetOperation(method)!, model.GetDeclaredSymbol(method)!, null, KnowledgeBase.Create(compilation), CancellationToken.None)!;
        var result = FlowEngine.Run(CallSubstitution.Build(lowered, new TypeBodies([lowered])).Graph);
        Assert.False(result.GaveUp);
        return result.Visits;
    }
}
