using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>
/// Makes a flat graph of one with regions. A <c>finally</c> is copied for each way through it: what runs after it differs, and joining
/// the ways inside would let a return see what a normal end did. Each node is a block of the original graph together with the
/// finallys that are being run and where each goes on; copies share their events.
/// </summary>
internal sealed class GraphFlattening(ControlFlowGraph graph, (ImmutableArray<AccessEvent> Events, Condition? Condition)[] lowered)
{
    private readonly Dictionary<(int Block, int Way), int> _nodes = new();
    private readonly List<(int Block, Way? Way)> _order = new();
    private readonly Dictionary<(int Outer, int Finally, int Target, int Remaining), Way> _ways = new();
    private readonly int _limit = (8 * graph.Blocks.Length) + 200;

    /// <summary>A finally that is being run, and what comes after it.</summary>
    /// <param name="Id">A number for dictionaries.</param>
    /// <param name="Outer">The way of the finally around it, null for none.</param>
    /// <param name="Finally">The region.</param>
    /// <param name="Branch">The branch that goes on after it, null on the exceptional way.</param>
    /// <param name="Next">The position of this finally among those that the branch runs.</param>
    private sealed record Way(int Id, Way? Outer, ControlFlowRegion Finally, ControlFlowBranch? Branch, int Next);

    /// <summary>True where there were more copies than the budget allows.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>The flat blocks; the first is the entry.</summary>
    public ImmutableArray<LoweredBlock> Flatten(out int exit)
    {
        var blocks = new List<LoweredBlock>();
        Node(0, null);
        for (var i = 0; i < _order.Count; i++)
            blocks.Add(Make(_order[i].Block, _order[i].Way));
        exit = Node(graph.Blocks.Length - 1, null, always: true);
        while (blocks.Count < _order.Count)
            blocks.Add(Make(_order[blocks.Count].Block, _order[blocks.Count].Way));
        return BlockMerging.Merge(blocks.ToImmutableArray(), ref exit);
    }

    private int Node(int block, Way? way, bool always = false)
    {
        var key = (block, way?.Id ?? -1);
        if (_nodes.TryGetValue(key, out var node))
            return node;
        if (_order.Count >= _limit && !always)
        {
            GaveUp = true;
            return -1;
        }

        _nodes[key] = node = _order.Count;
        _order.Add((block, way));
        return node;
    }

    private LoweredBlock Make(int ordinal, Way? way)
    {
        // A block made for a filter that does not apply: nothing happens, the exception goes on.
        if (ordinal < 0)
            return new LoweredBlock { Events = ImmutableArray<AccessEvent>.Empty, Rethrows = Outside(graph.Blocks[~ordinal].EnclosingRegion, way, pastFilter: true, out var stays), RethrowsStay = stays };

        var block = graph.Blocks[ordinal];
        var (events, condition) = lowered[ordinal];
        if (NeverEnds(block))
            return new LoweredBlock { Events = events, Handlers = Outside(block.EnclosingRegion, way, pastFilter: false, out var stay), HandlersStay = stay };
        var confined = false;
        var handlers = events.IsEmpty && block.BranchValue is null && block.FallThroughSuccessor?.Semantics is not (ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
            ? ImmutableArray<int>.Empty
            : Outside(block.EnclosingRegion, way, pastFilter: false, out confined);
        var (rethrows, staying) = (ImmutableArray<int>.Empty, false);
        var fallThrough = Follow(block, block.FallThroughSuccessor, way, ref rethrows, ref staying);
        if (block.ConditionKind == ControlFlowConditionKind.None)
            return new LoweredBlock { Events = events, WhenTrue = fallThrough, Handlers = handlers, HandlersStay = confined, Rethrows = rethrows, RethrowsStay = staying };

        var jump = Follow(block, block.ConditionalSuccessor, way, ref rethrows, ref staying);
        var (whenTrue, whenFalse) = block.ConditionKind == ControlFlowConditionKind.WhenTrue ? (jump, fallThrough) : (fallThrough, jump);
        return condition?.Branch is { } branch
            ? new LoweredBlock { Events = events, Condition = branch, WhenTrue = whenTrue, WhenFalse = whenFalse, Handlers = handlers, HandlersStay = confined, Rethrows = rethrows, RethrowsStay = staying }
            : new LoweredBlock { Events = events, WhenTrue = condition is { Outcome: true } ? whenTrue : whenFalse, Handlers = handlers, HandlersStay = confined, Rethrows = rethrows, RethrowsStay = staying };
    }

    private static bool NeverEnds(BasicBlock block) =>
        !block.Operations.IsEmpty && block.Operations[block.Operations.Length - 1] is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: var method } } && Endings.NeverComesBack(method);

    private int Follow(BasicBlock block, ControlFlowBranch? branch, Way? way, ref ImmutableArray<int> rethrows, ref bool staying)
    {
        if (branch is null)
            return -1;
        if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
        {
            if (way is not null && way.Finally.LastBlockOrdinal == block.Ordinal)
                return Resume(way, ref rethrows, ref staying);

            // The end of a filter whose condition does not hold.
            return Node(~block.Ordinal, way);
        }

        if (branch.Destination is not { } target)
            return -1;
        return branch.FinallyRegions.IsEmpty ? Node(target.Ordinal, way) : Node(branch.FinallyRegions[0].FirstBlockOrdinal, WayThrough(way, branch, 0));
    }

    /// <summary>Where control goes at the end of a finally.</summary>
    private int Resume(Way way, ref ImmutableArray<int> rethrows, ref bool staying)
    {
        if (way.Branch is not { } branch)
        {
            rethrows = Outside(way.Finally.EnclosingRegion!, way.Outer, pastFilter: false, out staying);
            return -1;
        }

        var next = way.Next + 1;
        return next < branch.FinallyRegions.Length
            ? Node(branch.FinallyRegions[next].FirstBlockOrdinal, WayThrough(way.Outer, branch, next))
            : branch.Destination is { } target ? Node(target.Ordinal, way.Outer) : -1;
    }

    private Way WayThrough(Way? outer, ControlFlowBranch branch, int next) =>
        Intern(outer, branch.FinallyRegions[next], branch, next, branch.Destination?.Ordinal ?? -1, branch.FinallyRegions.Length - next);

    private Way Intern(Way? outer, ControlFlowRegion region, ControlFlowBranch? branch, int next, int target, int remaining)
    {
        var key = (outer?.Id ?? -1, region.FirstBlockOrdinal, target, remaining);
        if (!_ways.TryGetValue(key, out var way))
            _ways[key] = way = new Way(_ways.Count, outer, region, branch, next);
        return way;
    }

    /// <summary>The handlers that an exception inside the region can reach.</summary>
    private ImmutableArray<int> Outside(ControlFlowRegion from, Way? way, bool pastFilter, out bool confined)
    {
        confined = true;
        var handlers = ImmutableArray.CreateBuilder<int>();
        // The root of a lambda's graph lies in a region of the body around it; exceptions of a lambda go to whoever runs it.
        for (var region = from; region is { Kind: not ControlFlowRegionKind.Root, EnclosingRegion: { } around }; region = around)
        {
            switch (region.Kind)
            {
                case ControlFlowRegionKind.Try when around.Kind == ControlFlowRegionKind.TryAndCatch:
                    if (AddCatches(around, 0, way, handlers))
                        return handlers.ToImmutable();
                    break;
                case ControlFlowRegionKind.FilterAndHandler when pastFilter:
                    pastFilter = false;
                    var position = around.NestedRegions.IndexOf(region);
                    if (AddCatches(around, position + 1, way, handlers))
                        return handlers.ToImmutable();
                    break;
                case ControlFlowRegionKind.Try when around.Kind == ControlFlowRegionKind.TryAndFinally:
                    var last = around.NestedRegions[around.NestedRegions.Length - 1];
                    Add(Node(last.FirstBlockOrdinal, Intern(way, last, null, 0, -2, 0)), handlers);
                    return handlers.ToImmutable();
                case ControlFlowRegionKind.Finally when way is not null && way.Finally == region:
                    way = way.Outer;
                    break;
            }
        }

        confined = false;
        return handlers.ToImmutable();
    }

    private bool AddCatches(ControlFlowRegion tryAndCatch, int from, Way? way, ImmutableArray<int>.Builder handlers)
    {
        for (var i = from; i < tryAndCatch.NestedRegions.Length; i++)
        {
            var handler = tryAndCatch.NestedRegions[i];
            if (handler.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler))
                continue;
            Add(Node(handler.FirstBlockOrdinal, way), handlers);
            if (handler.Kind == ControlFlowRegionKind.Catch && CatchesAll(handler))
                return true;
        }

        return false;
    }

    private static void Add(int node, ImmutableArray<int>.Builder handlers)
    {
        if (node >= 0)
            handlers.Add(node);
    }

    private static bool CatchesAll(ControlFlowRegion handler) =>
        handler.ExceptionType is null or { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
