using AsyncStateAnalyzers.Flow;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>
/// The engine's work grows with the size of a body and not faster. Visits are counted, never timed. The size is the number of nodes
/// and events: a chain of values through locals needs as many turns as it has links, and each link is an event.
/// </summary>
public sealed class TerminationTests
{
    private const int VisitsPerSize = 4;
    private const int Slack = 16;

    [Fact]
    public void TwoHundredNestedIfs() => IsLinear(GeneratedBodies.NestedIfs, 200);

    [Fact]
    public void TwoHundredEarlyReturns() => IsLinear(GeneratedBodies.EarlyReturns, 200);

    [Fact]
    public void TwoHundredLocalsPassedAroundInALoop() => IsLinear(GeneratedBodies.LocalsPassedAround, 200);

    [Fact]
    public void TwoHundredLocalsShiftedInALoop() => IsLinear(GeneratedBodies.LocalsShifted, 200);

    [Fact]
    public void LoopsNestedTwelveDeep() => IsLinear(nests => GeneratedBodies.NestedLoops(12, nests), 1);

    [Fact]
    public void FinallysNestedTwelveDeep() => IsLinear(nests => GeneratedBodies.NestedFinallys(12, nests), 1);

    [Fact]
    public void SixtyTimesSixtyLoopsInARow() => IsLinear(outer => GeneratedBodies.LoopsInARow(outer, 60), 30);

    /// <summary>What the innermost loop does comes out through one header in each pass, so a level costs a pass and no more.</summary>
    [Fact]
    public void ALevelOfLoopsCostsOnePass()
    {
        var graph = GeneratedBodies.NestedLoops(24);
        Assert.InRange(FlowEngine.Run(graph).Visits, 1, (24 + 3) * graph.Nodes.Length);
    }

    [Fact]
    public void AHopelessBodyIsGivenUpVisiblyAndConcludesNothing()
    {
        var flow = MethodFlow.Of(GeneratedBodies.LocalsShiftedInBranches(200), default);
        Assert.Equal((true, 0, 0), (flow.GaveUp, flow.Writes.Length, flow.Reads.Length));
    }

    [Fact]
    public void TheSameBodyOfAReasonableSizeIsNotGivenUp()
    {
        var flow = MethodFlow.Of(GeneratedBodies.LocalsShiftedInBranches(20), default);
        Assert.Equal((false, 1), (flow.GaveUp, flow.Writes.Length));
    }

    [Fact]
    public void GivingUpEndsWithTheBudget()
    {
        var graph = GeneratedBodies.LocalsShiftedInBranches(200);
        var events = graph.Nodes.Sum(n => n.Events.Length);
        Assert.InRange(FlowEngine.Run(graph).Visits, 1, (graph.Nodes.Length * FlowEngine.VisitsPerNode) + (events * FlowEngine.VisitsPerEvent) + 257);
    }

    [Fact]
    public void TwoThousandEarlyReturnsDecideTheLastBlock()
    {
        var graph = GeneratedBodies.EarlyReturns(2000);
        Assert.True(new ControlDependence(graph).Decides(branch: 0, graph.Nodes.Length - 2));
    }

    [Fact]
    public void FiveHundredNestedIfsDecideTheInnermostBlock()
    {
        var graph = GeneratedBodies.NestedIfs(500);
        Assert.True(new ControlDependence(graph).Decides(branch: 0, (2 * 500) - 1));
    }

    [Fact]
    public void FiveHundredNestedIfsDoNotDecideWhatStandsBehindThem()
    {
        var graph = GeneratedBodies.NestedIfs(500);
        Assert.False(new ControlDependence(graph).Decides(branch: 0, graph.Nodes.Length - 2));
    }

    private static void IsLinear(Func<int, FlowGraph> body, int size)
    {
        var (graph, twice) = (body(size), body(2 * size));
        var (result, other) = (FlowEngine.Run(graph), FlowEngine.Run(twice));
        Assert.Equal((false, false), (result.GaveUp, other.GaveUp));
        Assert.InRange(result.Visits, 1, VisitsPerSize * Size(graph));
        Assert.InRange(other.Visits, 1, (2 * result.Visits) + Slack);
    }

    private static int Size(FlowGraph graph) => graph.Nodes.Length + graph.Nodes.Sum(n => n.Events.Length);
}
