using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>Branches on the answer of a guard that may not have been taken: a timeout, a try-lock, a flag that says whether it was.</summary>
internal static class GuardAnswers
{
    /// <summary>The branch asks whether a guard was taken; a location that serves as the guard is taken or left, not tested.</summary>
    public static bool AreAsked(MethodState state, BranchCondition condition, Frame frame)
    {
        if (condition.Decider < 0)
            return false;
        var facts = state.Origins[condition.Decider + frame.SlotBase];
        for (var i = 0; i < facts.Count; i++)
        {
            if (Tokens.Kind(facts[i].Key) == TokenKind.TryResult)
                return true;
        }

        return false;
    }

    /// <summary>What the branch tells on its true edge.</summary>
    public static EdgeAnswer OnTrue(MethodState state, BranchCondition condition, Frame frame)
    {
        if (condition.Decider < 0)
            return default;
        var (answered, flagged) = (0UL, 0UL);
        var facts = state.Origins[condition.Decider + frame.SlotBase];
        for (var i = 0; i < facts.Count; i++)
        {
            var guard = 1UL << Tokens.Id(facts[i].Key);
            switch (Tokens.Kind(facts[i].Key))
            {
                case TokenKind.TryResult:
                    answered |= guard;
                    break;
                case TokenKind.Flag or TokenKind.Releaser:
                    flagged |= guard;
                    break;
            }
        }

        return condition.Negated ? new EdgeAnswer(0, answered, 0, flagged) : new EdgeAnswer(answered, 0, flagged, 0);
    }

    /// <summary>
    /// The guards that the node takes and gives back before anything in it can fail. A call that is neither canceled nor timed out does not
    /// fail either: inside a <c>try</c> whose <c>finally</c> gives back, it is as good as before it. And giving back does not fail.
    /// </summary>
    public static (ulong Taken, ulong Given) Quietly(FlowNode node, FlowTables tables)
    {
        var (taken, given) = (0UL, 0UL);
        foreach (var e in node.Events)
        {
            switch (e)
            {
                case Acquire { Traits: var traits } acquire when taken == 0 && (traits & (AcquireTraits.Explicit | AcquireTraits.Timed | AcquireTraits.Cancellable)) == AcquireTraits.Explicit:
                    taken = tables.GuardBit(acquire, node.Frame);
                    break;
                case Release release:
                    given |= tables.GuardBit(release, node.Frame);
                    break;
                case Acquire or Suspend or Call or Disposed or Write { Kind: not WriteKind.Assign }:
                    return (taken, given);
            }
        }

        return (taken, given);
    }

    /// <summary>
    /// The guard that the node asks for before anything else in it can fail. Handlers are written for what comes behind it: where the wait itself fails they run
    /// without it, which is a mistake of the guard and not of what they touch.
    /// </summary>
    public static ulong AskedFirst(FlowNode node, FlowTables tables)
    {
        foreach (var e in node.Events)
        {
            switch (e)
            {
                case Acquire { Mode: AcquireMode.Now or AcquireMode.WhenAwaited, Kind: not LockKind.Permit, Traits: var traits } acquire when (traits & AcquireTraits.Explicit) != 0:
                    return tables.GuardBit(acquire, node.Frame) & ~tables.Permits & ~tables.Unsure;
                case Acquire or Release or Suspend or Call or Disposed or Write:
                    return 0;
            }
        }

        return 0;
    }
}

/// <summary>What an edge says about guards.</summary>
/// <param name="Taken">Asked for, and given.</param>
/// <param name="Refused">Asked for, and not given.</param>
/// <param name="Flagged">Held, if it is unknown whether they are: a flag says so.</param>
/// <param name="Unflagged">Not held, if it is unknown.</param>
internal readonly record struct EdgeAnswer(ulong Taken, ulong Refused, ulong Flagged, ulong Unflagged)
{
    /// <summary>True where it says nothing.</summary>
    public bool IsNone => (Taken | Refused | Flagged | Unflagged) == 0;

    /// <summary>What the other edge says.</summary>
    public EdgeAnswer Opposite => new(Refused, Taken, Unflagged, Flagged);

    /// <summary>Changes the state as the edge says.</summary>
    public void Apply(MethodState state, FlowTables tables)
    {
        if (Taken != 0)
        {
            state.Take(Taken & ~tables.Permits, survivesSuspension: true);
            state.Got(Taken & tables.Permits);
        }

        state.NotGot(Refused);

        // A flag tells the ways apart that have met; where there is only one it tells nothing new.
        var open = state.Free & state.Taken;
        var held = Flagged & open;
        state.Free &= ~held;
        state.Held |= held & ~tables.Permits & ~tables.ThreadBound;
        state.Taken &= ~(Unflagged & open);
    }
}
