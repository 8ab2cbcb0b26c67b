using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>A guard is taken while another one is held.</summary>
/// <param name="Outer">The one that is held.</param>
/// <param name="Inner">The one that is taken.</param>
/// <param name="Acquire">Where.</param>
/// <param name="By">The member.</param>
internal sealed record Nesting((AccessPath Path, bool OfThread) Outer, (AccessPath Path, bool OfThread) Inner, AcquireFact Acquire, string By)
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
                    yield return new Nesting((outer, ofThread), (acquire.Path, acquire.Event.Kind == LockKind.Thread), acquire, acquire.Frame.Body.Name);
            }
        }
    }

    private static bool IsOneObject(AccessPath path) => !path.Truncated && path.Root.Kind is RootKind.This or RootKind.Static && !path.Steps.Any(s => s.IsElement);
}
