using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>A guard is asked for.</summary>
/// <param name="Event">The event.</param>
/// <param name="Path">The guard, as the root of the graph names it.</param>
/// <param name="Bit">Its bit, which tells it from the monitor of the same object.</param>
/// <param name="Node">Where in the graph.</param>
/// <param name="Frame">The activation it belongs to.</param>
/// <param name="IsTaken">True where this execution has it already, on some way.</param>
/// <param name="IsFree">True where it does not have it, on some way.</param>
/// <param name="Held">Everything that is held for certain when it is asked for.</param>
internal sealed record AcquireFact(Acquire Event, AccessPath Path, ulong Bit, int Node, Frame Frame, bool IsTaken, bool IsFree, ulong Held)
{
    /// <summary>True where it is not the body that takes it but its callers, who hold it throughout.</summary>
    public bool IsCallers => Event.Site.Equals(Frame.Body.Site);

    /// <summary>True where a called body tries to take it and gives an answer to its caller.</summary>
    public bool IsInHelperWithAnswer => Event.Mode is AcquireMode.WhenTrue or AcquireMode.WhenAwaitedTrue && Frame is { Caller: not null, Body.ReturnSlot: >= 0 };
}


/// <summary>A guard is given back.</summary>
/// <param name="Event">The event.</param>
/// <param name="Path">The guard.</param>
/// <param name="Bit">Its bit, which tells it from the monitor of the same object.</param>
/// <param name="Node">Where in the graph.</param>
/// <param name="Frame">The activation it belongs to.</param>
/// <param name="IsTaken">True where this execution has it, on some way.</param>
/// <param name="IsFree">True where it does not, on some way.</param>
/// <param name="IsReturned">True where it has been given back already, on some way.</param>
internal sealed record ReleaseFact(Release Event, AccessPath Path, ulong Bit, int Node, Frame Frame, bool IsTaken, bool IsFree, bool IsReturned);

/// <summary>In which way a body is left.</summary>
internal enum ExitKind
{
    /// <summary>By its end or a <c>return</c>.</summary>
    Normal,

    /// <summary>By a <c>throw</c>.</summary>
    Throw,

    /// <summary>By an exception of something that it runs.</summary>
    Failure,
}

/// <summary>A body is left, or may be left, with a guard that it has taken.</summary>
/// <param name="Path">The guard.</param>
/// <param name="Bit">Its bit, which tells it from the monitor of the same object.</param>
/// <param name="Kind">How it is left.</param>
/// <param name="Node">Where from.</param>
/// <param name="Frame">The activation it belongs to.</param>
internal sealed record ExitFact(AccessPath Path, ulong Bit, ExitKind Kind, int Node, Frame Frame)
{
    /// <summary>What may fail; null where it is left in another way.</summary>
    public Site? Risk { get; init; }
}

/// <summary>A suspension while a guard is held that belongs to the thread.</summary>
/// <param name="Event">The suspension.</param>
/// <param name="Path">The guard.</param>
/// <param name="Bit">Its bit, which tells it from the monitor of the same object.</param>
/// <param name="Node">Where in the graph.</param>
/// <param name="Frame">The activation it belongs to.</param>
internal sealed record SuspendFact(Suspend Event, AccessPath Path, ulong Bit, int Node, Frame Frame);

/// <summary>A call whose body is not part of the graph, or a function that runs at another time, while guards are held for certain.</summary>
/// <param name="Target">The body.</param>
/// <param name="IsExact">True where it runs that body, whatever an heir puts in its place.</param>
/// <param name="IsAwaited">True where it is awaited on the spot.</param>
/// <param name="Site">The call or function.</param>
/// <param name="Node">Where in the graph.</param>
/// <param name="Frame">The activation it belongs to.</param>
/// <param name="Held">The guards.</param>
internal sealed record HeldCall(object Target, bool IsExact, bool IsAwaited, Site Site, int Node, Frame Frame, IReadOnlyList<(AccessPath Path, ulong Bit)> Held);

/// <summary>A suspension while guards are held for certain that survive it.</summary>
/// <param name="Event">The suspension.</param>
/// <param name="Node">Where in the graph.</param>
/// <param name="Held">The guards.</param>
internal sealed record HeldWait(Suspend Event, int Node, IReadOnlyList<(AccessPath Path, ulong Bit)> Held);

/// <summary>What a graph does with guards.</summary>
internal sealed record GuardFacts(ImmutableArray<AcquireFact> Acquires, ImmutableArray<ReleaseFact> Releases, ImmutableArray<ExitFact> Exits, ImmutableArray<SuspendFact> Suspensions)
{
    /// <summary>A graph without guards.</summary>
    public static GuardFacts None { get; } = new(ImmutableArray<AcquireFact>.Empty, ImmutableArray<ReleaseFact>.Empty, ImmutableArray<ExitFact>.Empty, ImmutableArray<SuspendFact>.Empty);

    /// <summary>What is started while guards are held.</summary>
    public ImmutableArray<HeldCall> Calls { get; init; } = ImmutableArray<HeldCall>.Empty;

    /// <summary>What is waited for while guards are held.</summary>
    public ImmutableArray<HeldWait> Waits { get; init; } = ImmutableArray<HeldWait>.Empty;
}
