using System.Collections.Immutable;

namespace AsyncStateAnalyzers.Model;

/// <summary>Objects go to another execution: from here on they, and what they reach, belong to whoever receives them.</summary>
/// <param name="What">The objects.</param>
/// <param name="Answer">The slot that says whether they were taken, -1 where they are in any case.</param>
/// <param name="Certainty">How sure it is that the receiver is another execution.</param>
/// <param name="Site">The call, or the <c>yield return</c>.</param>
internal sealed record Sent(ImmutableArray<HandedOver> What, int Answer, SendCertainty Certainty, Site Site) : AccessEvent(Site)
{
    /// <summary>Where it goes to; null where that has no name.</summary>
    public AccessPath? To { get; init; }

    /// <summary>The locals and parameters that hold the message as a whole: what is waited for of them is the receiver's answer to all of it.</summary>
    public ImmutableArray<AccessPath> Messages { get; init; } = ImmutableArray<AccessPath>.Empty;
}

/// <summary>One object that is sent, or is part of what is sent.</summary>
/// <param name="Object">The object.</param>
/// <param name="Holder">The slot of the local that holds it, -1 for none.</param>
/// <param name="ByHolder">True where the path may name another object by then, so that only what goes through the local concerns this one.</param>
/// <param name="Site">The expression that names it.</param>
internal sealed record HandedOver(AccessPath Object, int Holder, bool ByHolder, Site Site);

/// <summary>How sure it is that a message is looked at by another execution while the sender goes on.</summary>
internal enum SendCertainty
{
    /// <summary>It is looked at whenever the receiver likes.</summary>
    Later,

    /// <summary>It may be looked at before the call returns, and never again.</summary>
    PerhapsAtOnce,

    /// <summary>The consumer of an iterator has it, and may keep it when it asks for the next.</summary>
    Yielded,

    /// <summary>It is kept where others take it out, if somebody does.</summary>
    Kept,

    /// <summary>Code that runs beside this one, or later, names it.</summary>
    Captured,
}

/// <summary>A call changes the object, or what it shows, in a way that no <see cref="Write"/> says.</summary>
/// <param name="Object">The object.</param>
/// <param name="Kind">In which way.</param>
/// <param name="Where">The slots through which it is reached.</param>
/// <param name="Site">The call.</param>
internal sealed record Change(AccessPath Object, ChangeKind Kind, ImmutableArray<int> Where, Site Site) : AccessEvent(Site);

/// <summary>What a call does to an object.</summary>
internal enum ChangeKind
{
    /// <summary>It puts new content into it: a read into a buffer, a sort, a method that sets its members.</summary>
    Filled,

    /// <summary>It gives it back to where others get it from, or ends its life.</summary>
    GivenBack,
}

/// <summary>Something that belongs to the object was waited for: the receiver is done with it, as far as this body goes.</summary>
internal sealed record Answered(AccessPath Object, Site Site) : AccessEvent(Site);
