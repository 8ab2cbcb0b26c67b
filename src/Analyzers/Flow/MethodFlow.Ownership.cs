using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>Whether what an execution has stored is still looked after when it comes back.</summary>
internal sealed partial class MethodFlow
{
    /// <summary>
    /// A way from a write to a later access of the same location that waits, on which this execution stores nothing else there, and does
    /// not look after the last suspension whether what it stored is still there. A way behind an exception is preferred; null for none.
    /// </summary>
    public UncheckedWay? UncheckedWay(WriteFact first, AccessFact last)
    {
        UncheckedWay? found = null;
        var seen = new HashSet<(int Node, bool Suspended, bool Failed, bool Checked)>();
        var open = new Stack<(int Node, int From, Suspend? Last, bool Failed, bool Checked)>();
        open.Push((first.Node, IndexOf(first.Node, first.Event) + 1, null, false, false));
        while (open.Count > 0)
        {
            var (n, from, suspend, failed, isChecked) = open.Pop();
            var node = _graph.Nodes[n];
            var ends = false;
            for (var i = from; i < node.Events.Length && !ends; i++)
            {
                var e = node.Events[i];
                if (n == last.Node && ReferenceEquals(e, last.Event))
                {
                    if (suspend is not null && !isChecked && found is not { AfterException: true })
                        found = new UncheckedWay(suspend, failed);
                    ends = e is Write;
                }
                else if (e is Write { Kind: not WriteKind.ByReference } write)
                {
                    ends = first.Path.StartsWith(node.Frame.Resolve(write.Path));
                }
                else if (e is Suspend wait)
                {
                    (suspend, isChecked) = (wait, false);
                    foreach (var handler in node.Handlers)
                        Go(handler, suspend, failed: true, isChecked: false);
                }
            }

            foreach (var handler in node.Handlers)
                Go(handler, suspend, failed || suspend is not null, isChecked);
            if (ends)
                continue;
            isChecked |= suspend is not null && AsksAgain(n, first.Path);
            foreach (var next in node.Successors)
                Go(next, suspend, failed, isChecked);
        }

        return found;

        void Go(int n, Suspend? suspend, bool failed, bool isChecked)
        {
            if (seen.Add((n, suspend is not null, failed, isChecked)))
                open.Push((n, 0, suspend, failed, isChecked));
        }
    }

    /// <summary>True where a guard, or a claim, that outlives suspensions is held at both accesses and at every suspension between them.</summary>
    public bool HoldsThroughout(AccessFact first, AccessFact end)
    {
        var held = (first.Held | first.Claims) & (end.Held | end.Claims) & ~_result.Tables.ThreadBound;
        if (held == 0)
            return false;
        held &= HeldWhileWaiting(first.Node, IndexOf(first.Node, first.Event), first.Node == end.Node && IndexOf(first.Node, first.Event) < IndexOf(end.Node, end.Event) ? IndexOf(end.Node, end.Event) : int.MaxValue);
        if (first.Node == end.Node)
            return held != 0;
        held &= HeldWhileWaiting(end.Node, -1, IndexOf(end.Node, end.Event));
        foreach (var n in _ways.Between(first.Node, end.Node))
            held &= HeldWhileWaiting(n, -1, int.MaxValue);
        return held != 0;
    }

    /// <summary>True where control can come from the access to the other.</summary>
    public bool LeadsTo(AccessFact first, AccessFact end) =>
        first.Node == end.Node ? IndexOf(first.Node, first.Event) < IndexOf(end.Node, end.Event) : _ways.From(first.Node).Contains(end.Node);

    /// <summary>True where a way without an exception leads from the access to the end and past none of the others: what it has left there stays.</summary>
    public bool Stays(AccessFact first, IReadOnlyCollection<AccessFact> others)
    {
        if (others.Any(o => o.Node == first.Node && LeadsTo(first, o)))
            return false;
        var seen = new HashSet<int> { first.Node };
        var open = new Stack<int>(seen);
        while (open.Count > 0)
        {
            foreach (var next in _graph.Nodes[open.Pop()].NormalSuccessors)
            {
                if (others.All(o => o.Node != next) && seen.Add(next))
                    open.Push(next);
            }
        }

        return seen.Contains(_graph.Exit);
    }

    private ulong HeldWhileWaiting(int n, int after, int before)
    {
        var node = _graph.Nodes[n];
        var held = ulong.MaxValue;
        if (_result.Before(n) is not { } start || !node.Events.Any(static e => e is Suspend))
            return held;
        var state = start.Clone();
        for (var i = 0; i < node.Events.Length && i < before; i++)
        {
            if (i > after && node.Events[i] is Suspend)
                held &= state.Held;
            _result.Transfer.Apply(state, node.Events[i], node.Frame);
        }

        return held;
    }

    /// <summary>
    /// True where the branch at the end of the node compares what is in the location now with something, or another location that tells
    /// whose turn it is. Whether it is null says nothing: what a newer execution has stored is not null either.
    /// </summary>
    private bool AsksAgain(int n, AccessPath path)
    {
        var node = _graph.Nodes[n];
        if (node.Condition is not { } condition || condition.Test == TestKind.IsNull || _result.Before(n) is not { } start)
            return false;
        var state = start.Clone();
        foreach (var e in node.Events)
            _result.Transfer.Apply(state, e, node.Frame);
        var values = Transfer.Values(state, condition.From, node.Frame.SlotBase);
        foreach (var read in ReadsIn(values))
        {
            if (!read.IsStale && !read.Path.Truncated && (read.Path.StartsWith(path) || condition.Test is TestKind.Other or TestKind.Order))
                return true;
        }

        // Locations that nobody writes here are not followed, but may be looked at all the same.
        return condition.Test is TestKind.Other or TestKind.Order && node.Events.Any(e => e is Model.Read { Path.Root.Kind: RootKind.This or RootKind.Static } read && condition.From.Contains(read.Slot));
    }
}

/// <summary>How an execution comes from what it stores to what it clears.</summary>
/// <param name="Last">The last suspension on the way.</param>
/// <param name="AfterException">True where an exception behind a suspension can lead there.</param>
internal sealed record UncheckedWay(Suspend Last, bool AfterException);
