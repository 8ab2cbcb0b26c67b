using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>An access at one point of a graph.</summary>
/// <param name="Event">The read or write.</param>
/// <param name="Path">The location as the root names it.</param>
/// <param name="Node">The node, to ask for suspensions.</param>
/// <param name="Frame">The frame: the root itself, or a substituted call.</param>
/// <param name="Held">Guards held here, a bit each: exclusive ones, thread-bound ones included, claims left out.</param>
/// <param name="Claims">Flags claimed here, a bit each.</param>
/// <param name="Decisions">Decisions over this location that are pending here, fresh and stale.</param>
internal record AccessFact(AccessEvent Event, AccessPath Path, int Node, Frame Frame, ulong Held, ulong Claims, ImmutableArray<DecisionFact> Decisions)
{
    /// <summary>Guards held here that others may hold at the same time, a bit each: reader locks.</summary>
    public ulong Shared { get; init; }
}

/// <summary>A write with what it stems from.</summary>
/// <param name="Write">The write.</param>
/// <param name="Path">The location as the root names it.</param>
/// <param name="Node">The node.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Held">Guards held here.</param>
/// <param name="Claims">Flags claimed here.</param>
/// <param name="Decisions">Decisions over the location, fresh and stale.</param>
/// <param name="From">Reads of any location whose value flows into what is written.</param>
/// <param name="Where">Reads of any location whose value selects the place.</param>
/// <param name="Consumed">For a write that drops all elements, or puts what another member has held in their place: stale reads of all of them.</param>
internal sealed record WriteFact(
    Write Write,
    AccessPath Path,
    int Node,
    Frame Frame,
    ulong Held,
    ulong Claims,
    ImmutableArray<DecisionFact> Decisions,
    ImmutableArray<ReadFact> From,
    ImmutableArray<ReadFact> Where,
    ImmutableArray<ReadFact> Consumed)
    : AccessFact(Write, Path, Node, Frame, Held, Claims, Decisions);

/// <summary>A loop that takes its next element from a collection that it began to look at before a suspension.</summary>
/// <param name="Advance">The step of the loop.</param>
/// <param name="Node">The node.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Held">Guards held here.</param>
/// <param name="Claims">Flags claimed here.</param>
/// <param name="Begin">Where it began.</param>
internal sealed record AdvanceFact(Advance Advance, int Node, Frame Frame, ulong Held, ulong Claims, ReadFact Begin)
    : AccessFact(Advance, Begin.Path, Node, Frame, Held, Claims, ImmutableArray<DecisionFact>.Empty);

/// <summary>An operation of an object that serves one at a time.</summary>
/// <param name="Use">The operation.</param>
/// <param name="Path">The object as the root names it.</param>
/// <param name="Node">The node.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Held">Guards held here.</param>
/// <param name="Claims">Flags claimed here.</param>
/// <param name="Earlier">An operation of the object that has begun and that nobody has waited for; null for none.</param>
internal sealed record UseFact(Use Use, AccessPath Path, int Node, Frame Frame, ulong Held, ulong Claims, UseInfo? Earlier)
    : AccessFact(Use, Path, Node, Frame, Held, Claims, ImmutableArray<DecisionFact>.Empty);

/// <summary>A change of what was sent before.</summary>
/// <param name="Event">The write or call.</param>
/// <param name="Path">What is changed.</param>
/// <param name="Node">The node.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Held">Guards held here.</param>
/// <param name="Claims">Flags claimed here.</param>
/// <param name="Send">The send.</param>
internal sealed record ChangeFact(AccessEvent Event, AccessPath Path, int Node, Frame Frame, ulong Held, ulong Claims, SendInfo Send)
    : AccessFact(Event, Path, Node, Frame, Held, Claims, ImmutableArray<DecisionFact>.Empty)
{
    /// <summary>True where only the next call of the body changes what this one has sent.</summary>
    public bool InNextCall { get; init; }
}

/// <summary>A read that a value or a decision stems from.</summary>
/// <param name="Event">The read.</param>
/// <param name="Path">The location.</param>
/// <param name="Node">The node it stands in.</param>
/// <param name="Frame">Its frame.</param>
/// <param name="IsStale">True where a suspension has overtaken it.</param>
/// <param name="PassedOn">True where the value went through an awaited operation.</param>
/// <param name="Protection">Guards that survive suspensions and have been held without a gap since the read, claims included.</param>
internal sealed record ReadFact(Read Event, AccessPath Path, int Node, Frame Frame, bool IsStale, bool PassedOn, ulong Protection);

/// <summary>A test of a location, before an access.</summary>
/// <param name="read">What was tested.</param>
/// <param name="condition">The test.</param>
/// <param name="branch">Its node.</param>
/// <param name="flow">The flow that both belong to.</param>
/// <param name="node">The node of the access.</param>
internal sealed class DecisionFact(ReadFact read, BranchCondition condition, int branch, MethodFlow flow, int node)
{
    /// <summary>What was tested.</summary>
    public ReadFact Read { get; } = read;

    /// <summary>The test.</summary>
    public BranchCondition Condition { get; } = condition;

    /// <summary>Its node.</summary>
    public int Branch { get; } = branch;

    /// <summary>True where it decides whether the access happens; false where all ways lead there. Found out when asked: most decisions are never old.</summary>
    public bool Decides => flow.Decides(Branch, node);
}
