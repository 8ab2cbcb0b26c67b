using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>A guard is taken while another one is held.</summary>
/// <param name="Outer">The one that is held.</param>
/// <param name="Inner">The one that is taken.</param>
/// <param name="First">Where the first is taken; null where callers hold it.</param>
/// <param name="Acquire">Where the second is taken.</param>
internal sealed record Nesting((AccessPath Path, bool OfThread) Outer, (AccessPath Path, bool OfThread) Inner, AcquireFact? First, AcquireFact Acquire)
{
    /// <summary>Those of a flow: of guards that are one object each, and where the second is waited for as long as it takes; who has it already does not wait.</summary>
    public static IEnumerable<Nesting> In(MethodFlow flow)
    {
        foreach (var acquire in flow.Protocol.Acquires)
        {
            if (acquire.Held == 0 || acquire.IsTaken || (acquire.Event.Traits & AcquireTraits.Timed) != 0 || acquire.Event.Mode is AcquireMode.WhenTrue or AcquireMode.WhenAwaitedTrue || !IsOneObject(acquire.Path) || acquire.Frame.IsBoundedSince(null))
                continue;
            foreach (var (outer, ofThread) in flow.HeldGuards(acquire.Held))
            {
                if (!outer.Equals(acquire.Path) && IsOneObject(outer))
                    yield return new Nesting((outer, ofThread), (acquire.Path, acquire.Event.Kind == LockKind.Thread), FirstOf(flow, outer, ofThread, acquire), acquire);
            }
        }
    }

    /// <summary>The last place that takes the outer guard and from which it is kept until the inner one is asked for.</summary>
    private static AcquireFact? FirstOf(MethodFlow flow, AccessPath outer, bool ofThread, AcquireFact inner) => flow.Protocol.Acquires
        .Where(a => a.Path.Equals(outer) && (a.Event.Kind == LockKind.Thread) == ofThread && !a.IsCallers
            && (a.Node == inner.Node ? a.Event.Site.Start < inner.Event.Site.Start : flow.ReachesAnyhow(a.Node, inner.Node)))
        .OrderByDescending(a => flow.KeepsTo(a, inner.Node)).ThenByDescending(a => a.Event.Site.Start).FirstOrDefault();

    private static bool IsOneObject(AccessPath path) => !path.Truncated && path.Root.Kind is RootKind.This or RootKind.Static && !path.Steps.Any(s => s.IsElement);
}
