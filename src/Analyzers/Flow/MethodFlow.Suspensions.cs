using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>Where the graph gives way: before an access, after it, between two.</summary>
internal sealed partial class MethodFlow
{
    /// <summary>The suspensions that can lie between a read and a later node, in source order.</summary>
    public ImmutableArray<Suspend> SuspensionsBetween(ReadFact read, AccessFact end) => SuspensionsBetween(read.Node, read.Event, end);

    /// <summary>The suspensions that can lie between two accesses, the second behind the first; empty where it does not lie behind it.</summary>
    public ImmutableArray<Suspend> SuspensionsBetween(AccessFact first, AccessFact end) =>
        first.Node == end.Node && IndexOf(first.Node, first.Event) < IndexOf(end.Node, end.Event)
            ? Suspensions(first.Node, IndexOf(first.Node, first.Event), IndexOf(end.Node, end.Event)).ToImmutableArray()
            : first.Node != end.Node && _ways.From(first.Node).Contains(end.Node) ? SuspensionsBetween(first.Node, first.Event, end) : ImmutableArray<Suspend>.Empty;

    /// <summary>True where a way from the first access to the last suspends and comes to none of the given nodes in between.</summary>
    public bool SuspendsBefore(AccessFact first, AccessFact last, IEnumerable<int> not)
    {
        if (first.Node == last.Node)
            return true;
        var (avoided, from, to) = (new HashSet<int>(not), IndexOf(first.Node, first.Event), IndexOf(last.Node, last.Event));
        avoided.Remove(last.Node);
        var ahead = _ways.Without(first.Node, avoided, last.Node);
        return Suspensions(first.Node, from, int.MaxValue).Any() || Suspensions(last.Node, -1, to).Any()
            || ahead.Any(n => n != first.Node && n != last.Node && Suspensions(n, -1, int.MaxValue).Any() && _ways.Without(n, avoided, last.Node).Contains(last.Node));
    }

    /// <summary>True where a guard, or a claim, that outlives suspensions is held at both accesses.</summary>
    public bool HoldsAround(AccessFact first, AccessFact end) =>
        ((first.Held | first.Claims) & (end.Held | end.Claims) & ~_result.Tables.ThreadBound) != 0;

    /// <summary>True where nothing that outlives a suspension is held.</summary>
    public bool HoldsNothingLasting(AccessFact access) => ((access.Held | access.Claims) & ~_result.Tables.ThreadBound) == 0;

    /// <summary>The suspensions that can come after an access, in source order.</summary>
    public IEnumerable<Suspend> SuspensionsAfter(AccessFact access)
    {
        foreach (var suspend in Suspensions(access.Node, IndexOf(access.Node, access.Event), int.MaxValue))
            yield return suspend;
        foreach (var n in _ways.From(access.Node))
        {
            if (n == access.Node)
                continue;
            foreach (var suspend in Suspensions(n, -1, int.MaxValue))
                yield return suspend;
        }
    }

    /// <summary>The values that are carried across a suspension in a place that is not this execution's own, or are read where the host does not keep it.</summary>
    /// <param name="wanted">Whether a place is such a one.</param>
    /// <param name="ofHost">Whether the host sets it.</param>
    public IEnumerable<Carried> Carried(Func<AccessPath, bool> wanted, Func<AccessPath, bool>? ofHost = null) =>
        GaveUp || !Suspends ? Enumerable.Empty<Carried>() : CarriedSearch.In(_graph, Writes, wanted).Concat(ofHost is null ? Enumerable.Empty<Carried>() : CarriedSearch.OfHost(_graph, ofHost));

    /// <summary>The places that are not this execution's own and are looked at on both sides of a suspension.</summary>
    public IEnumerable<Carried> LookedAgain(Func<AccessPath, bool> wanted) => GaveUp || !Suspends ? Enumerable.Empty<Carried>() : Flow.LookedAgain.In(_graph, wanted);

    /// <summary>True where what is written was computed from what the entry was called with.</summary>
    public bool StemsFromArguments(WriteFact write) => Stems(write, _graph.Root.Parameters.Select(p => p.Slot));

    /// <summary>The parameters of the entry from which what is written was computed.</summary>
    public IEnumerable<object> ArgumentsOf(WriteFact write) => _graph.Root.Parameters.Where(p => Stems(write, new[] { p.Slot })).Select(p => p.Key);

    private bool Stems(WriteFact write, IEnumerable<int> slots)
    {
        var parameters = new HashSet<int>(slots);
        var given = new HashSet<int>(parameters);
        for (var grows = true; grows;)
        {
            grows = false;
            foreach (var node in _graph.Nodes)
            {
                var first = node.Frame.SlotBase;
                foreach (var e in node.Events)
                {
                    grows |= e switch
                    {
                        Let let => let.From.Any(s => given.Contains(s + first)) && given.Add(let.Slot + first),
                        Read { Slot: >= 0, Path.Root.Kind: RootKind.Parameter } read => IsGiven(node.Frame.Resolve(read.Path)) && given.Add(read.Slot + first),
                        Suspend { Of: >= 0, Result: >= 0 } suspend => given.Contains(suspend.Of + first) && given.Add(suspend.Result + first),
                        Call { Result: >= 0 } call => call.Arguments.Any(a => a.Value.Any(s => given.Contains(s + first))) && given.Add(call.Result + first),
                        _ => false,
                    };
                }
            }
        }

        return write.Write.From.Any(s => given.Contains(s + write.Frame.SlotBase));

        bool IsGiven(AccessPath path) => path.Root.Kind == RootKind.Parameter && _graph.Root.Parameters.Any(p => parameters.Contains(p.Slot) && Equals(p.Key, path.Root.Key));
    }

    /// <summary>True where the write comes straight after the read, with no wait and no branch in between.</summary>
    public bool InOneStretch(ReadFact read, WriteFact write) =>
        read.Node == write.Node && IndexOf(read.Node, read.Event) is var first && IndexOf(write.Node, write.Event) is var last && first < last && !Suspensions(read.Node, first, last).Any();

    /// <summary>True where some way through the graph suspends.</summary>
    public bool Suspends => _graph.Nodes.Any(static n => n.Events.Any(static e => e is Suspend));

    /// <summary>True where control can come from the access back to it.</summary>
    public bool IsRepeated(AccessFact access) => _ways.Between(access.Node, access.Node).Any() || _graph.Nodes[access.Node].Successors.Contains(access.Node);

    private ImmutableArray<Suspend> SuspensionsBetween(int node, AccessEvent begin, AccessFact end)
    {
        var first = IndexOf(node, begin);
        var last = IndexOf(end.Node, end.Event);
        if (node == end.Node && first < last)
        {
            var straight = Suspensions(node, first, last).ToImmutableArray();
            if (!straight.IsEmpty)
                return straight;
        }

        // The way from the first leaves its node and comes to the access, perhaps once around a loop.
        var found = new List<Suspend>(Suspensions(node, first, int.MaxValue));
        found.AddRange(Suspensions(end.Node, -1, last));
        foreach (var n in _ways.Between(node, end.Node))
            found.AddRange(Suspensions(n, -1, int.MaxValue));

        return found.Distinct().OrderBy(s => s.Site.Start).ToImmutableArray();
    }

    /// <summary>A suspension that some way to the access passes, the nearest one in the source; null where none does.</summary>
    public Suspend? SuspensionBefore(AccessFact access)
    {
        var found = new List<Suspend>();
        foreach (var n in _ways.To(access.Node))
        {
            var around = n != access.Node || _ways.Between(n, n).Any() || _graph.Nodes[n].Successors.Contains(n);
            found.AddRange(Suspensions(n, -1, around ? int.MaxValue : IndexOf(n, access.Event)));
        }

        return found.OrderBy(s => s.Site.Start < access.Event.Site.Start ? 0 : 1).ThenByDescending(s => s.Site.Start).FirstOrDefault();
    }

    private int IndexOf(int node, AccessEvent e)
    {
        var events = _graph.Nodes[node].Events;
        for (var i = 0; i < events.Length; i++)
        {
            if (ReferenceEquals(events[i], e))
                return i;
        }

        return -1;
    }

    private IEnumerable<Suspend> Suspensions(int node, int after, int before)
    {
        var events = _graph.Nodes[node].Events;
        List<Suspend>? found = null;
        for (var i = after + 1; i < events.Length && i < before; i++)
        {
            if (events[i] is Suspend suspend)
                (found ??= new()).Add(suspend);
        }

        return found ?? (IEnumerable<Suspend>)Array.Empty<Suspend>();
    }
}
