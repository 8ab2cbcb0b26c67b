using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// Everything a rule may ask about one graph. Rules see facts, never nodes, states or operations.
/// </summary>
internal sealed partial class MethodFlow
{
    private readonly FlowResult _result;
    private readonly FlowGraph _graph;
    private readonly Ways _ways;
    private ControlDependence? _control;
    private ControlDependence? _unfailing;
    private bool[]? _failing;

    private MethodFlow(FlowGraph graph, FlowResult result)
    {
        _graph = graph;
        _result = result;
        _ways = new Ways(graph);
    }

    /// <summary>The entry that the graph begins with.</summary>
    public LoweredBody Root => _graph.Root;

    /// <summary>True where the budget ended before the answer was final; then there are no facts.</summary>
    public bool GaveUp => _result.GaveUp;

    /// <summary>How many nodes the graph has; for tests and measurements.</summary>
    public int NodeCount => _graph.Nodes.Length;

    /// <summary>How many nodes were gone through, counting repetitions; for tests and measurements.</summary>
    public int Visits => _result.Visits;

    /// <summary>The writes, in source order of the nodes.</summary>
    public ImmutableArray<WriteFact> Writes { get; private set; } = ImmutableArray<WriteFact>.Empty;

    /// <summary>The reads, in source order of the nodes.</summary>
    public ImmutableArray<AccessFact> Reads { get; private set; } = ImmutableArray<AccessFact>.Empty;

    /// <summary>The steps of loops over what was read before a suspension, in source order of the nodes.</summary>
    public ImmutableArray<AdvanceFact> Advances { get; private set; } = ImmutableArray<AdvanceFact>.Empty;

    /// <summary>The bodies that are called or made into a delegate while something is held, as far as they are not part of the graph.</summary>
    public ImmutableArray<(object Body, ulong Held)> HandedOut { get; private set; } = ImmutableArray<(object, ulong)>.Empty;

    /// <summary>True where something is taken that cannot be named: what it guards is unknown.</summary>
    public bool TakesUnnamed => _result.Tables.TakesUnnamed;

    /// <summary>The operations of objects that serve one at a time, in source order of the nodes.</summary>
    public ImmutableArray<UseFact> Uses { get; private set; } = ImmutableArray<UseFact>.Empty;

    /// <summary>The changes of objects that were sent before, in source order of the nodes.</summary>
    public ImmutableArray<ChangeFact> ChangesAfterSend { get; private set; } = ImmutableArray<ChangeFact>.Empty;

    /// <summary>The sends of objects that had been sent to another receiver before, in source order of the nodes.</summary>
    public ImmutableArray<(SendInfo Earlier, SendInfo Again)> SentAgain { get; private set; } = ImmutableArray<(SendInfo, SendInfo)>.Empty;

    /// <summary>Runs the engine over a graph and gathers the facts.</summary>
    public static MethodFlow Of(FlowGraph graph, CancellationToken cancellationToken)
    {
        var flow = new MethodFlow(graph, FlowEngine.Run(graph, cancellationToken));
        if (!flow.GaveUp)
            flow.Gather();
        return flow;
    }

    /// <summary>The guards whose bits are set.</summary>
    public ImmutableArray<AccessPath> Guards(ulong bits) => bits == 0 ? ImmutableArray<AccessPath>.Empty : _result.Tables.Guards(bits).ToImmutableArray();

    /// <summary>
    /// True where the outcome of the decision decides whether there is a suspension on the way to the access, which follows either way: it
    /// waits for the condition to come true.
    /// </summary>
    /// <param name="decision">The decision.</param>
    /// <param name="access">What is waited for.</param>
    /// <param name="outcome">The outcome with which alone it waits; null for either.</param>
    public bool DecidesToWait(DecisionFact decision, AccessFact access, bool? outcome = null)
    {
        var node = _graph.Nodes[decision.Branch];
        foreach (var suspend in SuspensionNodes(decision.Read.Node, access.Node))
        {
            if (Control.Decides(decision.Branch, suspend) && (outcome is not { } waits || (ReachesWithout(decision.Branch, waits ? node.WhenTrue : node.WhenFalse, suspend) && !ReachesWithout(decision.Branch, waits ? node.WhenFalse : node.WhenTrue, suspend))))
                return true;
        }

        return false;
    }

    /// <summary>True where, after the decision, the result of an awaited operation decides as well whether the access happens.</summary>
    public bool DecidedByAwaitedResult(DecisionFact decision, AccessFact access)
    {
        bool[]? answers = null;
        var behind = _ways.From(decision.Read.Node);
        var before = _ways.To(access.Node);
        for (var n = 0; n < _graph.Nodes.Length; n++)
        {
            if (!behind.Contains(n) || !before.Contains(n))
                continue;
            var node = _graph.Nodes[n];
            if (n == decision.Branch && access.Node != n && node.Condition is { } own && ReferenceEquals(own, decision.Condition))
                continue;
            if (node.Condition is not { } condition || !Control.Decides(n, access.Node))
                continue;
            answers ??= AwaitedAnswers.In(_graph);
            if ((condition.Decider >= 0 && answers[condition.Decider + node.Frame.SlotBase]) || condition.From.Any(s => answers[s + node.Frame.SlotBase]))
                return true;
        }

        return false;
    }

    /// <summary>
    /// True where the test lets pass only what the write stores: <c>if (!_open) return; await …; _open = true;</c>. Whoever comes second
    /// passes as the first did, so nothing is claimed by the write, and nothing done twice because of it.
    /// </summary>
    public bool KeepsAnswer(DecisionFact decision, WriteFact write)
    {
        var node = _graph.Nodes[decision.Branch];
        var (whenTrue, whenFalse) = (Leads(node.WhenTrue, write.Node), Leads(node.WhenFalse, write.Node));
        if (whenTrue == whenFalse)
            return false;
        var holds = whenTrue != decision.Condition.Negated;
        return (decision.Condition.Test, write.Write.Constant, holds) switch
        {
            (TestKind.IsTrue, ConstantKind.True, true) or (TestKind.IsTrue, ConstantKind.False, false) or (TestKind.IsNull, ConstantKind.Null, true) => true,
            _ => false,
        };
    }

    /// <summary>True where that outcome of the test leads to the access, and the other one does not.</summary>
    public bool NeedsOutcome(DecisionFact decision, bool outcome, AccessFact access)
    {
        var node = _graph.Nodes[decision.Branch];
        return Leads(outcome ? node.WhenTrue : node.WhenFalse, access.Node) && !Leads(outcome ? node.WhenFalse : node.WhenTrue, access.Node);
    }

    /// <summary>True where only an exception leads from the test to the access.</summary>
    public bool NeedsFailure(DecisionFact decision, AccessFact access) => !_ways.Normally(decision.Branch).Contains(access.Node);

    /// <summary>True where only an exception leads from the read to the access.</summary>
    public bool NeedsFailure(ReadFact read, AccessFact access) => !_ways.Normally(read.Node).Contains(access.Node);

    /// <summary>True where only an exception leads from the one access to the other.</summary>
    public bool NeedsFailure(AccessFact first, AccessFact access) => !_ways.Normally(first.Node).Contains(access.Node);

    private bool Leads(int from, int to) => from >= 0 && (from == to || _ways.From(from).Contains(to));

    /// <summary>True where the node lies in a loop that reads again.</summary>
    public bool IsRepeated(ReadFact read) => _ways.Between(read.Node, read.Node).Any() || _graph.Nodes[read.Node].Successors.Contains(read.Node);

    /// <summary>True where the flag or state that the write changes is one that this execution has claimed.</summary>
    public bool IsOwnClaim(WriteFact write) => (write.Claims & _result.Tables.GuardBit(write.Path)) != 0;

    /// <summary>True where taking one way or the other at the branch decides whether the node is reached.</summary>
    internal bool Decides(int branch, int node) =>
        Control.Decides(branch, node) && !FailsBothWays(branch, node) && (!LeadsBothWays(branch, node) || (_unfailing ??= new ControlDependence(_graph, withFailures: false)).Decides(branch, node));

    /// <summary>True where either outcome leads to the node without an exception.</summary>
    private bool LeadsBothWays(int branch, int node) =>
        _graph.Nodes[branch] is { WhenTrue: >= 0 and var yes, WhenFalse: >= 0 and var no } && _ways.Normally(yes).Contains(node) && _ways.Normally(no).Contains(node);

    /// <summary>
    /// True where only an exception leads to the node, and after either outcome one can: what stands in the finally around both is not decided by
    /// the branch because one side of it enters a region of its own. A side that always throws decides.
    /// </summary>
    private bool FailsBothWays(int branch, int node)
    {
        if (_graph.Nodes[branch] is not { WhenTrue: >= 0 and var yes, WhenFalse: >= 0 and var no } || !_ways.From(yes).Contains(node) || !_ways.From(no).Contains(node) || _ways.Normally(yes).Contains(node) || _ways.Normally(no).Contains(node))
            return false;
        _failing ??= ControlDependence.Failing(_graph);
        return !_failing[yes] && !_failing[no];
    }

    private ControlDependence Control => _control ??= new ControlDependence(_graph);

    private IEnumerable<int> SuspensionNodes(int from, int to)
    {
        var behind = _ways.From(from);
        var before = _ways.To(to);
        for (var n = 0; n < _graph.Nodes.Length; n++)
        {
            if (behind.Contains(n) && before.Contains(n) && _graph.Nodes[n].Events.Any(static e => e is Suspend))
                yield return n;
        }
    }

    private WriteFact Fact(Write write, int n, Frame frame, MethodState state)
    {
        var path = frame.Resolve(write.Path);
        var from = ReadsIn(Transfer.Values(state, write.From, frame.SlotBase));
        return new WriteFact(
            write,
            path,
            n,
            frame,
            Held(state),
            state.Held & _result.Tables.Claims,
            Decisions(state, path, n),
            from,
            ReadsIn(Transfer.Values(state, write.Where, frame.SlotBase)),
            write.Kind == WriteKind.Clear || write is { Kind: WriteKind.Assign, Constant: ConstantKind.Null } or { Empties: true } || TakesOver(write, path, from) ? Consumed(state, path, write.Empties) : ImmutableArray<ReadFact>.Empty)
        { Shared = state.Held & _result.Tables.Shared };
    }

    /// <summary>What another member of the object has held until now is put there: <c>_front = _back;</c>.</summary>
    private static bool TakesOver(Write write, AccessPath path, ImmutableArray<ReadFact> from) =>
        write is { Kind: WriteKind.Assign, Constant: ConstantKind.None } && !path.IsContent && from.Length == 1
        && from[0] is { IsStale: false, Path: { IsContent: false, Steps.Length: 1 } other } && other.Root.Equals(path.Root) && !other.Equals(path);

    private ImmutableArray<ReadFact> Consumed(MethodState state, AccessPath path, bool withContent)
    {
        var result = ImmutableArray.CreateBuilder<ReadFact>();
        for (var i = 0; i < state.Decisions.Count; i++)
        {
            var fact = state.Decisions[i];
            if (Tokens.Kind(fact.Key) == TokenKind.ConsumedStale && _result.Transfer.PathOf(fact.Key) is var read && (read.Equals(path) || (withContent && read.IsContent && path.Equals(read.Parent))))
                result.Add(Read(fact));
        }

        return result.ToImmutable();
    }

    private ulong Held(MethodState state) => state.Held & ~_result.Tables.Shared & ~_result.Tables.Claims;

    private ImmutableArray<ReadFact> ReadsIn(FactSet values)
    {
        if (values.IsEmpty)
            return ImmutableArray<ReadFact>.Empty;
        var result = ImmutableArray.CreateBuilder<ReadFact>();
        for (var i = 0; i < values.Count; i++)
        {
            if (Tokens.IsRead(values[i].Key))
                result.Add(Read(values[i]));
        }

        return result.ToImmutable();
    }

    private ReadFact Read(Fact fact)
    {
        var info = _result.Tables.Reads[Tokens.Id(fact.Key)]!;
        return new ReadFact(
            info.Event,
            info.Path,
            info.Node,
            info.Frame,
            IsStale: Tokens.IsStale(fact.Key) || Tokens.Kind(fact.Key) == TokenKind.ConsumedStale,
            PassedOn: Tokens.Kind(fact.Key) == TokenKind.PassedOn,
            Protection: fact.Protection & ~_result.Tables.Shared & ~_result.Tables.ThreadBound);
    }

    /// <summary>The decisions over the location (or over something in it) that led to the node, stale or not.</summary>
    private ImmutableArray<DecisionFact> Decisions(MethodState state, AccessPath path, int n)
    {
        if (state.Decisions.IsEmpty || path.Truncated)
            return ImmutableArray<DecisionFact>.Empty;
        var result = ImmutableArray.CreateBuilder<DecisionFact>();
        for (var i = 0; i < state.Decisions.Count; i++)
        {
            var fact = state.Decisions[i];
            if (!Tokens.IsRead(fact.Key))
                continue;
            var over = _result.Transfer.PathOf(fact.Key);
            if (!over.StartsWith(path))
                continue;
            var branch = Tokens.Node(fact.Key);
            result.Add(new DecisionFact(Read(fact), _graph.Nodes[branch].Condition!, branch, this, n));
        }

        return result.ToImmutable();
    }
}
