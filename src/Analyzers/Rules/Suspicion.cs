using AsyncStateAnalyzers.Flow;

namespace AsyncStateAnalyzers.Rules;

/// <summary>Whether a flow holds anything that a rule could report, before evidence is looked for.</summary>
internal static class Suspicion
{
    /// <summary>True where something stale reaches a write or decides an access; also where the budget ended.</summary>
    public static bool Arises(MethodFlow flow) =>
        flow.GaveUp
        || (flow.Root.Traits & Model.BodyTraits.GaveUp) != 0
        || flow.Writes.Any(w => w.Decisions.Any(d => d.Read.IsStale) || w.From.Any(r => r.IsStale) || w.Where.Any(r => r.IsStale) || !w.Consumed.IsEmpty)
        || flow.Reads.Any(r => r.Decisions.Any(d => d.Read.IsStale));
}
