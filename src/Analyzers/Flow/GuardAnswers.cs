using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>Branches on the answer of a guard that may not have been taken: a timeout, a try-lock.</summary>
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

    /// <summary>The guards that the branch shows to be held on its true or false edge.</summary>
    public static ulong HeldOnEdge(MethodState state, BranchCondition condition, Frame frame, bool edge)
    {
        if (condition.Decider < 0 || edge == condition.Negated)
            return 0;
        var held = 0UL;
        var facts = state.Origins[condition.Decider + frame.SlotBase];
        for (var i = 0; i < facts.Count; i++)
        {
            if (Tokens.Kind(facts[i].Key) == TokenKind.TryResult)
                held |= 1UL << Tokens.Id(facts[i].Key);
        }

        return held;
    }
}
