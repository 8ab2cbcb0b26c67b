using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Rules.Signals;

/// <summary>
/// An object is stored, and after a wait whatever is there by then is cleared or ended, further down in the same body. A helper that
/// clears is meant for whatever is there.
/// </summary>
internal static class OwnResets
{
    private const LocationTraits WithoutIdentity = LocationTraits.ImmutableValue | LocationTraits.Number | LocationTraits.Boolean | LocationTraits.DelegateLike | LocationTraits.ThreadOwn | LocationTraits.ReadOnly;

    /// <summary>The resets of a flow that nothing held over the wait protects, in source order of the store.</summary>
    public static IEnumerable<OwnReset> In(MethodFlow flow)
    {
        ImmutableArray<AccessFact>? ends = null;
        foreach (var store in flow.Writes)
        {
            if (!IsStore(store))
                continue;
            ends ??= flow.Writes.Where(IsClear).Concat(flow.Reads.Where(IsEnd)).OrderBy(a => a.Event.Site.Start).ToImmutableArray();
            foreach (var end in ends)
            {
                if (end.Path.Equals(store.Path) && ReferenceEquals(end.Frame, store.Frame) && store.Event.Site.Start < end.Event.Site.Start && flow.UncheckedWay(store, end) is { } way && !flow.HoldsThroughout(store, end) && !Handles.AsksWhetherCanceled(way.Last.Site, end.Event.Site))
                    yield return new OwnReset(store, end, way);
            }
        }
    }

    /// <summary>True where an object with an identity is put into a field, whatever was there.</summary>
    private static bool IsStore(WriteFact write) =>
        write.Path is { IsContent: false, Truncated: false, Steps.IsEmpty: false, Root.Kind: RootKind.This or RootKind.Static } path
        && (path.Traits & WithoutIdentity) == 0
        && !path.Steps.Any(s => s.IsElement)
        && write.Write is { Kind: WriteKind.Assign or WriteKind.Exchange or WriteKind.TestAndSet, Constant: ConstantKind.None }
        && !Handles.IsCleared(write.Write)
        && !write.From.Any(r => r.Path.Equals(path));

    /// <summary>True where the field is cleared, whatever is there.</summary>
    public static bool IsClear(AccessFact access) => access is WriteFact { Write.Kind: WriteKind.Assign } write && Handles.IsCleared(write.Write);

    private static bool IsEnd(AccessFact access) => Revocations.Ends(Handles.CalledOn(access.Event.Site));
}

/// <summary>What an execution does to its own object at the end.</summary>
/// <param name="Store">Where it is stored.</param>
/// <param name="End">Where whatever is there is cleared or ended.</param>
/// <param name="Way">How control comes from one to the other.</param>
internal sealed record OwnReset(WriteFact Store, AccessFact End, UncheckedWay Way);
