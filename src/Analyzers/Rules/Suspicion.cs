using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Rules.Ambient;
using AsyncStateAnalyzers.Rules.Signals;
using AsyncStateAnalyzers.Rules.State;

namespace AsyncStateAnalyzers.Rules;

/// <summary>Whether a flow holds anything that a rule could report, before evidence is looked for.</summary>
internal static class Suspicion
{
    /// <summary>
    /// The names that the rest of the type must be searched for: of the entries in which something stale and unprotected reaches a write
    /// or decides an access, and of the locations. Empty where nothing is suspicious.
    /// </summary>
    /// <param name="flow">The flow.</param>
    /// <param name="spawns">True where the type hands code to several threads: then every unguarded change in several steps is suspicious.</param>
    /// <param name="joins">True where it starts tasks together: then such a change is that comes after a suspension.</param>
    /// <param name="together">Whether two members may be written together in more than one place.</param>
    public static IEnumerable<string> Names(MethodFlow flow, bool spawns, bool joins, Func<string, string, bool> together)
    {
        if (flow.GaveUp || (flow.Root.Traits & BodyTraits.GaveUp) != 0)
            yield return flow.Root.Name;
        foreach (var carried in flow.Carried(StaticFieldUsedAsContext.IsContext))
        {
            yield return flow.Root.Name;
            yield return carried.Path.Steps[carried.Path.Steps.Length - 1].Name;
        }

        foreach (var access in TornUpdates.In(flow).Select(t => (AccessFact)t.Last).Concat(BelongTogether.Apart(flow, together).SelectMany(p => new AccessFact[] { p.First, p.Last })).Concat(StoreAfter.In(flow).Select(s => s.Write)).Concat(OwnResets.In(flow).Select(r => r.End)).Concat(RaisedLate.In(flow).Select(r => r.Step)).Concat(flow.Writes.Where(w => InWrite(flow, w) || flow.IsOwnClaim(w) || ((spawns || joins) && w.Held == 0 && StepByStep.HowItBreaks(w) is not null && (spawns || flow.SuspensionBefore(w) is not null)))).Concat(flow.Reads.Where(r => InRead(flow, r))).Concat(flow.Advances).Concat(flow.Uses.Where(u => u.Earlier is not null || spawns || joins)))
        {
            yield return flow.Root.Name;
            foreach (var body in access.Frame.Chain())
                yield return body.Name;
            if (access.Path.Root.Kind == RootKind.Local)
                yield return access.Path.Root.Name;
            foreach (var step in access.Path.Steps)
            {
                if (!step.IsElement)
                    yield return step.Name;
            }

            // What selects the place may be moved elsewhere.
            foreach (var step in access is WriteFact { Where: var where } ? where.Where(static r => r.IsStale && r.Event.Kind != ReadKind.Receiver).SelectMany(static r => r.Path.Steps) : Enumerable.Empty<PathStep>())
            {
                if (!step.IsElement)
                    yield return step.Name;
            }
        }
    }

    private static bool InWrite(MethodFlow flow, WriteFact write) =>
        write.Path.Root.Kind != RootKind.Unknown
        && (write.From.Any(r => r.IsStale && r.Path.StartsWith(write.Path))
            || write.Decisions.Any(d => d.Read.IsStale && (d.Decides || write.Write.Kind == WriteKind.Update || flow.DecidesValue(d, write) || flow.WaitsUntilFree(d, write)) && (write.Path.Root.Kind != RootKind.Parameter || (flow.Root.Traits & BodyTraits.Private) != 0))
            || write.Where.Any(r => r.IsStale)
            || !write.Consumed.IsEmpty);

    private static bool InRead(MethodFlow flow, AccessFact read) =>
        read.Decisions.Any(d => d.Read.IsStale && d.Decides && d.Read.Path.Equals(read.Path) && (d.Condition.Test == TestKind.IsNull || StaleCheckBeforeAwait.IsLookupOfWhatWasThere(flow, d, read)));
}
