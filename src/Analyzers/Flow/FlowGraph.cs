using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// One entry of a type with the calls it makes inside the type put in their places. Nodes are pieces of blocks; each belongs to a
/// <see cref="Frame"/>, which says how its slots and parameters are to be read.
/// </summary>
internal sealed class FlowGraph
{
    /// <summary>The body this graph begins with.</summary>
    public required LoweredBody Root { get; init; }

    /// <summary>The nodes; node 0 is the entry.</summary>
    public required ImmutableArray<FlowNode> Nodes { get; init; }

    /// <summary>The node that has no successors and that every normal way ends in.</summary>
    public required int Exit { get; init; }

    /// <summary>Locations whose reads matter although the graph does not write them; null for none.</summary>
    public Func<AccessPath, bool>? Watches { get; init; }

    /// <summary>The number of slots over all frames.</summary>
    public required int SlotCount { get; init; }
}

/// <summary>A run of events of one frame.</summary>
internal sealed class FlowNode
{
    /// <summary>How to read slots and parameters.</summary>
    public required Frame Frame { get; init; }

    /// <summary>In evaluation order.</summary>
    public required ImmutableArray<AccessEvent> Events { get; init; }

    /// <summary>The condition at the end, if any.</summary>
    public BranchCondition? Condition { get; set; }

    /// <summary>The next node, or where the condition holds; -1 for none.</summary>
    public int WhenTrue { get; set; } = -1;

    /// <summary>Where the condition does not hold; without a condition a second way on; -1 for none.</summary>
    public int WhenFalse { get; set; } = -1;

    /// <summary>Where exceptions after any event can go.</summary>
    public ImmutableArray<int> Handlers { get; set; } = ImmutableArray<int>.Empty;

    /// <summary>Where an exception goes on behind a finally block.</summary>
    public ImmutableArray<int> Rethrows { get; set; } = ImmutableArray<int>.Empty;

    /// <summary>All normal successors, and where an exception goes on behind a finally block.</summary>
    public NextNodes Successors => new(WhenTrue, WhenFalse, Rethrows, ImmutableArray<int>.Empty);

    /// <summary>Where control goes on without an exception.</summary>
    public NextNodes NormalSuccessors => new(WhenTrue, WhenFalse, ImmutableArray<int>.Empty, ImmutableArray<int>.Empty);

    /// <summary>Where control can go from here, by an exception too.</summary>
    public NextNodes AllSuccessors => new(WhenTrue, WhenFalse, Rethrows, Handlers);
}

/// <summary>One activation of a body inside a graph: the root, or a call that was substituted.</summary>
internal sealed class Frame
{
    private readonly Dictionary<AccessPath, AccessPath> _resolved = new();

    /// <summary>The body.</summary>
    public required LoweredBody Body { get; init; }

    /// <summary>Added to each slot of the body.</summary>
    public required int SlotBase { get; init; }

    /// <summary>Who called; null for the root.</summary>
    public Frame? Caller { get; init; }

    /// <summary>Where it was called; null for the root.</summary>
    public Site? CallSite { get; init; }

    /// <summary>True where the caller gives up waiting for it after a time.</summary>
    public bool IsBounded { get; init; }

    /// <summary>True where what it runs was handed to the caller: a lambda, or a method as a delegate.</summary>
    public bool IsHanded { get; init; }

    /// <summary>True where nobody waits on the spot for the task that it returns: what it returns without waiting itself goes on by itself too.</summary>
    public bool IsLoose { get; init; }

    /// <summary>True where the thread of the caller stands still meanwhile: what it holds it still holds behind every suspension in here.</summary>
    public bool Blocks { get; init; }

    /// <summary>What parameters stand for, those of the callers included: a lambda inside a body uses that body's.</summary>
    public IReadOnlyDictionary<object, AccessPath>? Bindings { get; init; }

    /// <summary>Parameters that are places the caller can name: what the body stores in one lies there at once.</summary>
    public IReadOnlyCollection<object> Places { get; init; } = Array.Empty<object>();

    /// <summary>The activation that names the place which the parameter is, and its call: a parameter that is handed on by reference is no place of its own.</summary>
    public (Frame In, Site? At) Naming(object parameter)
    {
        var (frame, at) = (this, (Site?)null);
        if (!Places.Contains(parameter) || Bindings?.TryGetValue(parameter, out var place) != true)
            return (frame, at);
        do
            (frame, at) = (frame.Caller!, frame.CallSite);
        while (frame.Places.Any(p => frame.Bindings![p].Equals(place)));
        return (frame, at);
    }

    /// <summary>The body, the body that called it, and so on to the root.</summary>
    public IEnumerable<LoweredBody> Chain()
    {
        for (var frame = this; frame is not null; frame = frame.Caller)
            yield return frame.Body;
    }

    /// <summary>True where something between the other activation and this one gives up waiting after a time; a wait that gives up ends a deadlock.</summary>
    public bool IsBoundedSince(Frame? outer)
    {
        for (var frame = this; frame is not null && !ReferenceEquals(frame, outer); frame = frame.Caller)
        {
            if (frame.IsBounded)
                return true;
        }

        return false;
    }

    /// <summary>The path as the root of the graph would name it.</summary>
    public AccessPath Resolve(AccessPath path)
    {
        if (Bindings is null || path.Root.Kind != RootKind.Parameter || path.Root.Key is null)
            return path;
        if (_resolved.TryGetValue(path, out var known))
            return known;
        var result = Bindings.TryGetValue(path.Root.Key, out var bound) ? path.Rebase(bound) : path;
        if (!path.Truncated)
            _resolved[path] = result;
        return result;
    }
}
