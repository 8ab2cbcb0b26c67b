using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>How guards are taken and given back; gathered when the first rule asks.</summary>
internal sealed partial class MethodFlow
{
    private GuardFacts? _guardFacts;
    private HashSet<object>? _bodies;
    private readonly Dictionary<(int Node, ulong Bit), NodeSet> _kept = new();

    /// <summary>What the graph does with guards.</summary>
    public GuardFacts Protocol => _guardFacts ??= GaveUp || !_result.Tables.HasGuards ? GuardFacts.None : GatherGuards();

    /// <summary>The guards whose bits are set, and whether each belongs to the thread.</summary>
    public IEnumerable<(AccessPath Path, bool OfThread)> HeldGuards(ulong bits) => _result.Tables.Each(bits).Select(g => (g.Path, (g.Bit & _result.Tables.ThreadBound) != 0));

    /// <summary>True where the body is part of the graph.</summary>
    public bool Contains(object body)
    {
        _bodies ??= new HashSet<object>(_graph.Nodes.Select(n => n.Frame.Body.Key));
        return _bodies.Contains(body);
    }

    /// <summary>True where control can come from where a guard is asked for to where it is given back.</summary>
    public bool Reaches(AcquireFact acquire, ReleaseFact release) =>
        acquire.Node != release.Node ? _ways.From(acquire.Node).Contains(release.Node) : !ReferenceEquals(acquire.Frame, release.Frame) || acquire.Event.Site.Start < release.Event.Site.Start || IsInLoop(acquire.Node);

    /// <summary>True where an exception at the node leaves the activation: no handler and no finally of it, or of what it calls there, comes first.</summary>
    public bool LeavesByException(int node, Frame frame)
    {
        // Behind the call of a helper that takes the guard, whoever has called it goes on with it.
        while (frame.Caller is { } caller && !IsInside(_graph.Nodes[node].Frame, frame))
            frame = caller;
        return _graph.Nodes[node].Handlers.All(h => !IsInside(_graph.Nodes[h].Frame, frame));
    }

    private static bool IsInside(Frame? inner, Frame outer)
    {
        for (; inner is not null; inner = inner.Caller)
        {
            if (ReferenceEquals(inner, outer))
                return true;
        }

        return false;
    }

    /// <summary>True where control can come back to the node.</summary>
    public bool IsInLoop(int node)
    {
        foreach (var next in _graph.Nodes[node].Successors)
        {
            if (_ways.Normally(next).Contains(node))
                return true;
        }

        return false;
    }

    /// <summary>True where control comes from the node that takes the guard to the other one without an exception and without giving it back.</summary>
    public bool KeepsTo(AcquireFact acquire, int to)
    {
        if (!_kept.TryGetValue((acquire.Node, acquire.Bit), out var kept))
            _kept[(acquire.Node, acquire.Bit)] = kept = Kept(acquire, new[] { acquire.Node }, normally: true);
        return kept.Contains(to);
    }

    /// <summary>True where an exception at the node is handled in the activation, and the way on from there leaves the graph without giving the guard back.</summary>
    public bool KeepsAfterFailure(AcquireFact acquire, int node) => Kept(
        acquire,
        _graph.Nodes[node].Handlers.Where(h => IsInside(_graph.Nodes[h].Frame, acquire.Frame) && IsTakenBefore(acquire, h)),
        normally: false).Contains(_graph.Exit);

    /// <summary>
    /// True where an exception at the node passes only handlers and finally blocks that have nothing to do with the guard, the end of a <c>using</c> say, and then leaves
    /// the graph: nobody gives the guard back on that way.
    /// </summary>
    public bool LeavesPastHandlers(AcquireFact acquire, int node)
    {
        var (reached, open, leaves) = (new NodeSet(_graph.Nodes.Length), new Stack<int>(), false);
        foreach (var handler in _graph.Nodes[node].Handlers)
            Reach(handler);
        while (open.Count > 0)
        {
            var next = _graph.Nodes[open.Pop()];
            leaves |= next is { WhenTrue: < 0, WhenFalse: < 0, Rethrows.IsEmpty: true };
            foreach (var successor in next.Successors)
                Reach(successor);
        }

        return leaves && !reached.Contains(_graph.Exit) && !Protocol.Releases.Any(r => r.Bit == acquire.Bit && reached.Contains(r.Node));

        void Reach(int to)
        {
            if (reached.Add(to))
                open.Push(to);
        }
    }

    /// <summary>Where control comes from these nodes while the guard stays taken: a node that gives it back is reached, what lies behind it is not.</summary>
    private NodeSet Kept(AcquireFact acquire, IEnumerable<int> from, bool normally)
    {
        var (reached, gives) = (new NodeSet(_graph.Nodes.Length), new NodeSet(_graph.Nodes.Length));
        foreach (var release in Protocol.Releases)
        {
            if (release.Bit == acquire.Bit)
                gives.Add(release.Node);
        }

        var open = new Stack<int>();
        foreach (var start in from)
            Reach(start);
        while (open.Count > 0)
        {
            var n = open.Pop();
            if (gives.Contains(n))
                continue;
            foreach (var successor in normally ? _graph.Nodes[n].NormalSuccessors : _graph.Nodes[n].Successors)
            {
                if (IsTakenBefore(acquire, successor))
                    Reach(successor);
            }
        }

        return reached;

        void Reach(int node)
        {
            if (reached.Add(node))
                open.Push(node);
        }
    }

    /// <summary>True where control comes to the place from the beginning, and nothing on some way there has taken the guard or given it back; what callers hold they took before.</summary>
    public bool IsFirst(ulong bit, int node, Site place)
    {
        var touching = Protocol.Acquires.Where(a => a.Bit == bit && !a.IsCallers).Select(a => (a.Node, a.Event.Site))
            .Concat(Protocol.Releases.Where(r => r.Bit == bit).Select(r => (r.Node, r.Event.Site))).ToList();
        if (touching.Any(t => t.Node == node && t.Site.Start < place.Start))
            return false;
        var (reached, open) = (new NodeSet(_graph.Nodes.Length), new Stack<int>());
        reached.Add(0);
        open.Push(0);
        while (open.Count > 0 && !reached.Contains(node))
        {
            var n = open.Pop();
            if (touching.Any(t => t.Node == n))
                continue;
            foreach (var next in _graph.Nodes[n].NormalSuccessors)
            {
                if (reached.Add(next))
                    open.Push(next);
            }
        }

        return reached.Contains(node);
    }

    private bool IsTakenBefore(AcquireFact acquire, int node) => _result.Before(node) is { } state && (state.Taken & acquire.Bit) != 0;

    /// <summary>True where control comes from one node to the other without an exception.</summary>
    public bool ReachesNormally(int from, int to) => _ways.Normally(from).Contains(to);

    /// <summary>True where control comes from one node to the other, by an exception too.</summary>
    public bool ReachesAnyhow(int from, int to) => _ways.From(from).Contains(to);

    private GuardFacts GatherGuards()
    {
        var acquires = ImmutableArray.CreateBuilder<AcquireFact>();
        var releases = ImmutableArray.CreateBuilder<ReleaseFact>();
        var exits = ImmutableArray.CreateBuilder<ExitFact>();
        var suspensions = ImmutableArray.CreateBuilder<SuspendFact>();
        var calls = ImmutableArray.CreateBuilder<HeldCall>();
        var waits = ImmutableArray.CreateBuilder<HeldWait>();
        var tables = _result.Tables;
        for (var n = 0; n < _graph.Nodes.Length; n++)
        {
            if (_result.Before(n) is not { } before)
                continue;
            var node = _graph.Nodes[n];
            var state = before.Clone();
            var risks = new List<(ulong Guards, Site Site)>();
            foreach (var e in node.Events)
            {
                if ((state.Taken & tables.Explicit) != 0 && MayFail(e))
                    risks.Add((state.Taken & tables.Explicit, e.Site));
                switch (e)
                {
                    case Acquire acquire:
                        var bit = tables.GuardBit(acquire, node.Frame);
                        acquires.Add(new AcquireFact(acquire, node.Frame.Resolve(acquire.Lock), bit, n, node.Frame, (state.Taken & bit) != 0, (state.Free & bit) != 0, state.Held & ~tables.Claims));
                        break;
                    case Release release:
                        var guard = tables.GuardBit(release, node.Frame);
                        if (guard != 0)
                            releases.Add(new ReleaseFact(release, node.Frame.Resolve(release.Lock), guard, n, node.Frame, (state.Taken & guard) != 0, (state.Free & guard) != 0, (state.Returned & guard) != 0));
                        break;
                    case Suspend suspend when !node.Frame.Blocks:
                        foreach (var (lost, held) in tables.Each(state.Taken & ~state.Free & tables.OfThread))
                            suspensions.Add(new SuspendFact(suspend, lost, held, n, node.Frame));
                        if (Kept() is { Count: > 0 } kept)
                            waits.Add(new HeldWait(suspend, n, kept));
                        break;
                    case Call { Bounded: false } call when Kept() is { Count: > 0 } around:
                        calls.Add(new HeldCall(call.Target, call.OfBase, call.Awaited && !(node.Frame.IsLoose && (node.Frame.Body.Traits & BodyTraits.Async) == 0), call.Site, n, node.Frame, around));
                        break;
                    case Enter { Body: { When: RunsWhen.Deferred or RunsWhen.Concurrent or RunsWhen.Immediate } nested } enter when Kept() is { Count: > 0 } outside:
                        calls.Add(new HeldCall(nested.Body.Key, IsExact: true, IsAwaited: false, enter.Site, n, node.Frame, outside));
                        break;
                }

                _result.Transfer.Apply(state, e, node.Frame);
            }

            AddExits(n, node, state.Taken & tables.Explicit, risks, exits);

            List<(AccessPath, ulong)>? Kept() => (state.Taken & state.Held & ~state.Free & ~tables.Claims & ~tables.OfThread & ~tables.Permits) is not 0 and var bits ? tables.Each(bits).ToList() : null;
        }

        return new GuardFacts(acquires.ToImmutable(), releases.ToImmutable(), exits.ToImmutable(), suspensions.ToImmutable()) { Calls = calls.ToImmutable(), Waits = waits.ToImmutable() };
    }

    private static bool MayFail(AccessEvent e) => e is Suspend or Call or Acquire or Use or Advance or Disposed || (e is not Release && e.Site.ContainsCall);

    private void AddExits(int n, FlowNode node, ulong taken, List<(ulong Guards, Site Site)> risks, ImmutableArray<ExitFact>.Builder exits)
    {
        var leaves = n == _graph.Exit;
        if (leaves)
            Add(taken, ExitKind.Normal);
        else if (node is { WhenTrue: < 0, WhenFalse: < 0, Rethrows.IsEmpty: true } && _ways.Normally(0).Contains(n))
            Add(taken, ExitKind.Throw);
        if (!leaves)
        {
            foreach (var (guards, site) in risks)
                Add(guards, ExitKind.Failure, site);
        }

        void Add(ulong guards, ExitKind kind, Site? risk = null)
        {
            foreach (var (path, bit) in _result.Tables.Each(guards))
                exits.Add(new ExitFact(path, bit, kind, n, node.Frame) { Risk = risk });
        }
    }
}
