using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>In which way a value is carried across a suspension in a place that is not this execution's own.</summary>
internal enum CarriedHow
{
    /// <summary>Set before, and read after without being set again.</summary>
    Read,

    /// <summary>Set before, and after it set to what was there before.</summary>
    Restored,

    /// <summary>Set before, and set to nothing after.</summary>
    Reset,

    /// <summary>Filled before, and used after without being emptied.</summary>
    Filled,

    /// <summary>Taken out into a local before, and used through it after.</summary>
    Kept,

    /// <summary>Set by the host, and read after the context of the host was left.</summary>
    LeftHost,

    /// <summary>Looked at before, and again after.</summary>
    Looked,
}

/// <summary>A value that is carried across a suspension in a place that is not this execution's own.</summary>
/// <param name="How">In which way.</param>
/// <param name="Path">The place, as the root names it.</param>
/// <param name="Begin">Where it is set, filled or taken out.</param>
/// <param name="Suspensions">The first suspension behind that.</param>
/// <param name="End">Where it is used, or set again.</param>
/// <param name="OnlyFilled">True where something is put in there, and nothing of it is looked at.</param>
internal sealed record Carried(CarriedHow How, AccessPath Path, AccessPlace Begin, Suspend Suspension, AccessPlace End, bool OnlyFilled = false);

/// <summary>An event in a graph.</summary>
/// <param name="Event">The event.</param>
/// <param name="Node">Its node.</param>
/// <param name="Frame">Its frame.</param>
internal readonly record struct AccessPlace(AccessEvent Event, int Node, Frame Frame);

/// <summary>
/// Follows a value from where it is put until it is used, put anew, or the body ends: a search through the graph from each write, with one
/// bit of memory, whether a suspension has been passed. Writes of such places are rare, and most bodies have none.
/// </summary>
internal sealed class CarriedSearch
{
    private readonly FlowGraph _graph;
    private readonly Dictionary<(AccessEvent, Frame), WriteFact> _writes = new();
    private readonly HashSet<(Frame, int)> _askedForNull = new();

    private CarriedSearch(FlowGraph graph, IEnumerable<WriteFact> writes)
    {
        _graph = graph;
        foreach (var write in writes)
            _writes[(write.Event, write.Frame)] = write;
        foreach (var node in graph.Nodes)
        {
            if (node.Condition is { Test: TestKind.IsNull } condition)
                _askedForNull.UnionWith(condition.From.Select(s => (node.Frame, s)));
        }
    }

    /// <summary>What is carried, in source order of where it begins.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="writes">The writes in it, with what they stem from.</param>
    /// <param name="wanted">Whether a place is not this execution's own.</param>
    public static IEnumerable<Carried> In(FlowGraph graph, IEnumerable<WriteFact> writes, Func<AccessPath, bool> wanted)
    {
        CarriedSearch? search = null;
        for (var n = 0; n < graph.Nodes.Length; n++)
        {
            var node = graph.Nodes[n];
            for (var i = 0; i < node.Events.Length; i++)
            {
                var path = node.Events[i] switch
                {
                    Write write => Place(node.Frame.Resolve(write.Path), wanted),
                    Kept kept => Place(node.Frame.Resolve(kept.Of), wanted),
                    _ => null,
                };
                if (path is null)
                    continue;
                search ??= new CarriedSearch(graph, writes);
                if (search.Follow(path, n, i) is { } carried)
                    yield return carried;
            }
        }
    }

    /// <summary>The place of which the path is a part; null where there is none that is wanted.</summary>
    private static AccessPath? Place(AccessPath path, Func<AccessPath, bool> wanted)
    {
        for (AccessPath? whole = path; whole is not null && !path.Truncated; whole = whole.Parent)
        {
            if (wanted(whole))
                return whole;
        }

        return null;
    }

    /// <summary>Reads of what the host sets, on ways that have left its context.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="wanted">Whether the host sets the place.</param>
    public static IEnumerable<Carried> OfHost(FlowGraph graph, Func<AccessPath, bool> wanted)
    {
        if (!graph.Nodes.Any(n => n.Events.Any(e => e is Read read && wanted(read.Path))))
            yield break;
        var seen = new HashSet<(int, bool)> { (0, false) };
        var open = new Stack<(int Node, Suspend? Left)>();
        open.Push((0, null));
        while (open.Count > 0)
        {
            var (n, left) = open.Pop();
            var node = graph.Nodes[n];
            foreach (var e in node.Events)
            {
                if (e is Suspend suspend && suspend.Site.LeavesContext)
                    left ??= suspend;
                else if (e is Write write && wanted(write.Path))
                    left = null;
                else if (e is Read read && left is not null && wanted(read.Path))
                    yield return new Carried(CarriedHow.LeftHost, read.Path, new AccessPlace(left, n, node.Frame), left, new AccessPlace(read, n, node.Frame));
            }

            foreach (var next in node.AllSuccessors)
            {
                if (seen.Add((next, left is not null)))
                    open.Push((next, left));
            }
        }
    }

    [MethodImpl(Tiering.AtOnce)]
    private Carried? Follow(AccessPath place, int start, int at)
    {
        var begin = _graph.Nodes[start].Events[at];
        var frame = _graph.Nodes[start].Frame;
        if (begin is Write { Kind: WriteKind.Clear or WriteKind.Remove or WriteKind.TakeOut })
            return null;
        // What puts back the value from before ends the use of the place, and begins none.
        if (begin is Write { Kind: WriteKind.Assign } back && back.Site.IsCopied && _writes.TryGetValue((back, frame), out var fact) && fact.From.Any(r => r.Path.Equals(place)))
            return null;

        // What is put in under a key may be there for the thread's own sake; what is taken out again was there for this execution.
        var keyed = begin is Write content && !frame.Resolve(content.Path).Equals(place) && (content.Path.Traits & LocationTraits.Keyed) != 0;
        Carried? best = null;
        var onlyFilled = true;
        var seen = new HashSet<(int, bool)>();
        var open = new Stack<(int Node, int From, Suspend? Passed)>();
        open.Push((start, at + 1, null));
        while (open.Count > 0)
        {
            var (n, from, passed) = open.Pop();
            var node = _graph.Nodes[n];
            var ends = false;
            for (var i = from; i < node.Events.Length && !ends; i++)
            {
                var e = node.Events[i];
                if (e is Suspend suspend)
                {
                    passed ??= suspend;
                    foreach (var handler in node.Handlers)
                        Go(handler, passed);
                    continue;
                }

                var how = keyed ? LookForRemoval(e, node.Frame, place, passed is not null, out ends) : begin is Kept kept ? Look(kept, frame, e, node.Frame, place, passed is not null, out ends) : Look((Write)begin, frame, e, node.Frame, place, passed is not null, out ends);
                if (how is { } found && passed is not null)
                {
                    var fills = e is KeptUse { Fills: true };
                    onlyFilled &= fills;
                    ends |= !fills;
                    var carried = new Carried(found, place, new AccessPlace(begin, start, frame), passed, new AccessPlace(e, n, node.Frame));
                    if (best is null || IsNearer(carried, best))
                        best = carried;
                }
            }

            if (ends)
                continue;
            foreach (var next in node.AllSuccessors)
                Go(next, passed);
        }

        return best is null || !onlyFilled ? best : best with { OnlyFilled = true };

        void Go(int target, Suspend? passed)
        {
            if (seen.Add((target, passed is not null)))
                open.Push((target, 0, passed));
        }
    }

    /// <summary>What the event does to a value that has been put into the place; null for nothing that matters.</summary>
    private CarriedHow? Look(Write begin, Frame beginFrame, AccessEvent e, Frame frame, AccessPath place, bool passed, out bool ends)
    {
        ends = false;
        var filled = !beginFrame.Resolve(begin.Path).Equals(place);
        switch (e)
        {
            case Write write when frame.Resolve(write.Path) is var path && path.Equals(place):
                ends = write.Kind is not WriteKind.ByReference;
                if (!passed || filled)
                    return null;
                if (_writes.TryGetValue((write, frame), out var fact) && fact.From.Any(r => r.Path.Equals(place) && r.IsStale) && write.Kind == WriteKind.Assign)
                    return begin.Constant == ConstantKind.Null && (place.Traits & LocationTraits.OfPlatform) == 0 ? null : CarriedHow.Restored;
                return write.Kind == WriteKind.Assign && write.Constant is ConstantKind.Null or ConstantKind.False && !IsNothing(begin) ? CarriedHow.Reset : null;
            case Write { Kind: WriteKind.Clear } write when frame.Resolve(write.Path).StartsWith(place):
                ends = true;
                return null;
            case Read read when passed && !IsNothing(begin) && frame.Resolve(read.Path).StartsWith(place):
                if ((_askedForNull.Contains((frame, read.Slot)) && !read.Site.HasStandIn) || read.Site.IsEmptied)
                {
                    ends = true;
                    return null;
                }

                return begin.Kind == WriteKind.Update && read.Site.StepSign != 0 && read.Site.StepSign == begin.Site.StepSign ? null : filled ? CarriedHow.Filled : CarriedHow.Read;
            default:
                return null;
        }
    }

    /// <summary>What the event does to an entry that has been put into a keyed collection in the place.</summary>
    private static CarriedHow? LookForRemoval(AccessEvent e, Frame frame, AccessPath place, bool passed, out bool ends)
    {
        var path = e is Write write ? frame.Resolve(write.Path) : null;
        ends = path is not null && (path.Equals(place) || (e is Write { Kind: WriteKind.Clear or WriteKind.Remove or WriteKind.TakeOut } && path.StartsWith(place)));
        return ends && passed && e is Write { Kind: WriteKind.Remove or WriteKind.TakeOut } ? CarriedHow.Filled : null;
    }

    /// <summary>What the event does to an object of the place that a local holds.</summary>
    private static CarriedHow? Look(Kept begin, Frame beginFrame, AccessEvent e, Frame frame, AccessPath place, bool passed, out bool ends)
    {
        ends = e switch
        {
            Let let => ReferenceEquals(frame, beginFrame) && let.Slot == begin.Slot && !let.From.Contains(let.Slot),
            Write { Kind: WriteKind.Assign } write => !passed && !write.From.Contains(begin.Slot) && frame.Resolve(write.Path).Equals(place),
            _ => false,
        };
        if (!passed || ends)
            return null;
        return e switch
        {
            KeptUse use when ReferenceEquals(frame, beginFrame) && use.Slot == begin.Slot => CarriedHow.Kept,
            Read or Write when PathOf(e) is { Root.Kind: RootKind.Parameter } path && frame.Resolve(path) is { IsContent: true } inside && inside.StartsWith(place) => CarriedHow.Kept,
            _ => null,
        };
    }

    private static AccessPath? PathOf(AccessEvent e) => e is Read read ? read.Path : (e as Write)?.Path;

    private static bool IsNothing(Write write) => write is { Kind: WriteKind.Assign, Constant: ConstantKind.Null or ConstantKind.False };

    /// <summary>The first in the source behind the beginning is the one to show.</summary>
    private static bool IsNearer(Carried one, Carried other)
    {
        var begin = one.Begin.Event.Site.Start;
        var (a, b) = (one.End.Event.Site.Start, other.End.Event.Site.Start);
        return (a > begin) == (b > begin) ? a < b : a > begin;
    }
}
