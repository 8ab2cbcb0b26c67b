using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

internal sealed class GuardReleasedWithoutBeingTaken : GuardRule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0202",
        name: "Guard released without being taken",
        since: "0.1.0",
        message: "'{0}' is released here {1}; {2}",
        description: "A path comes to the release on which the guard was not taken, or has been given back already. A semaphore then admits one more than it should; a monitor throws.");

    /// <summary>What the message says of a wait that counts as successful when it has ended in whatever way.</summary>
    public static string How(CanceledWait wait) => wait.IsGivenOut ? $"by whoever gets '{PlaceFinding.Text(wait.Release)}', even if '{PlaceFinding.Text(wait.Wait)}' gave up, whose answer nobody looks at" : $"even if '{PlaceFinding.Text(wait.Wait)}' has failed: '{PlaceFinding.Text(wait.Asked)}' does not tell";

    /// <summary>What comes of it.</summary>
    public static string Follows(CanceledWait wait) => WhatFollows(wait.AdmitsSeveral ? LockKind.Permit : LockKind.Async);

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        // A finally stands in the graph once for each way through it; in the source it is one release.
        foreach (var copies in flow.Protocol.Releases.GroupBy(r => (r.Bit, r.Event.Site, Place: PlaceOf(r, flow))))
        {
            var guard = copies.First().Path;
            if (!(IsOneObject(guard) || LocalOf(copies.Key.Bit, flow) is not null) || GuardPlaces.IsStatement(copies.Key.Site) || judgement.HandOvers.IsTakenElsewhere(guard, flow) || GuardPlaces.IsCaught(copies.Key.Site))
                continue;
            var acquires = flow.Protocol.Acquires.Where(a => a.Bit == copies.Key.Bit && (a.Event.Traits & AcquireTraits.Explicit) != 0 && copies.Any(r => flow.Reaches(a, r))).ToList();
            if (acquires.Count > 0 && copies.Key.Site.Node is not null && acquires.Count < copies.First().Event.Permits && acquires.All(a => a.Event.Kind == LockKind.Async && !flow.IsInLoop(a.Node)))
                yield return Find(guard, copies.Key.Site, acquires[0].Event.Site, acquires.Select(a => a.Event.Site), DiagnosticSeverity.Warning, FixKinds.None, NameOf(guard), $"{copies.First().Event.Permits} times at once, and was taken {(acquires.Count == 1 ? "once" : acquires.Count + " times")}", WhatFollows(LockKind.Async));
            else if (acquires.Count > 0 && !GuardPlaces.IsOtherWay(copies.Key.Place, flow.Protocol.Releases.Where(r => r.Bit == copies.Key.Bit).Select(r => PlaceOf(r, flow))) && Judge(copies.ToList(), acquires, flow) is { } finding)
                yield return finding;
        }
    }

    private static string WhatFollows(LockKind kind) => kind switch
    {
        LockKind.Thread or LockKind.Shared => "who does not hold it gets an exception",
        LockKind.Permit => "from then on it admits one more",
        _ => "from then on two can hold it at once",
    };

    /// <summary>True for a semaphore that admits several, or as many as its maker says.</summary>
    private static bool IsThrottle(AcquireFact acquire) => acquire.Event.Kind == LockKind.Permit || (acquire.Event.Traits & AcquireTraits.Counted) != 0;

    /// <summary>The release as the body sees it that takes the guard: where a helper gives it back that does not take it too, the call of the helper.</summary>
    private static Site PlaceOf(ReleaseFact release, MethodFlow flow) =>
        (flow.Protocol.Acquires.FirstOrDefault(a => a.Bit == release.Bit && ReferenceEquals(a.Frame, release.Frame)) ?? flow.Protocol.Acquires.FirstOrDefault(a => a.Bit == release.Bit)) is { } acquire
            ? CallIn(CommonOf(acquire.Frame, release.Frame), release.Frame) ?? release.Event.Site
            : release.Event.Site;

    private static bool CanFail(AcquireFact acquire) => (acquire.Event.Traits & AcquireTraits.Cancellable) != 0 && acquire.Event.Mode is AcquireMode.Now or AcquireMode.WhenAwaited;

    /// <summary>
    /// True where the call of the helper that takes stands in a <c>try</c> whose <c>finally</c> gives back, and the release asks nothing that the helper has
    /// not asked as well: a switch that is the same on all ways.
    /// </summary>
    private static bool IsHelperInsideTry(AcquireFact acquire, ReleaseFact release)
    {
        var common = CommonOf(acquire.Frame, release.Frame);
        return CallIn(common, acquire.Frame) is { Node: { } call } taking
            && (CallIn(common, release.Frame) ?? release.Event.Site) is { Node: not null } giving
            && GuardPlaces.TryAround(taking, giving) is { } around && GuardPlaces.Function(around) == GuardPlaces.Function(call)
            && !GuardPlaces.IsConditional(giving, taking) && GuardPlaces.IsPlainlyCalled(call)
            && (ReferenceEquals(release.Frame, common) || GuardPlaces.AsksNothingElse(release.Event.Site, acquire.Event.Site));
    }

    private Finding? Judge(List<ReleaseFact> copies, List<AcquireFact> acquires, MethodFlow flow)
    {
        var isTakenTwice = flow.Protocol.Acquires.Any(a => a.Bit == copies[0].Bit && a.IsTaken);
        var at = copies[0].Event.Site;
        var acquire = acquires.OrderBy(a => a.Event.Site.Start).First();
        if (copies.Any(r => r.IsFree) && GuardCounts.Decides(at) && acquires.All(a => GuardPlaces.IsConditional(a.Event.Site, at)))
            return Make("where its count says that somebody holds it, not that this call does", severity: DiagnosticSeverity.Info);

        // Taken twice, by an owner that is let in again or by one that waits for itself (ASA0203): it is given back twice as well.
        if (!copies.Any(r => r.IsFree) || acquires.Any(a => a.IsTaken) || isTakenTwice)
            return null;

        // A helper takes it and can fail, another one gives it back whether that has failed or not.
        if (copies.Any(r => r.IsTaken) && acquires.FirstOrDefault(a => CanFail(a) && IsHelperInsideTry(a, copies[0])) is { } helper)
            return Make($"even if '{helper.Event.Site.Text}' was canceled, because '{CallIn(CommonOf(helper.Frame, copies[0].Frame), helper.Frame)!.Text}' stands inside the 'try'", helper);
        if (acquires.All(a => GuardPlaces.IsConditional(at, a.Event.Site)))
            return null;
        if (!copies.Any(r => r.IsTaken))
        {
            if (copies.All(r => r.IsReturned))
                return Make("a second time");
            return acquires.All(a => a.Event.Mode == AcquireMode.WhenAwaited && (a.Event.Traits & AcquireTraits.Dropped) == 0) ? Make($"and nobody has waited for '{acquire.Event.Site.Text}'") : null;
        }

        if (acquires.FirstOrDefault(a => (a.Event.Traits & AcquireTraits.AnswerIgnored) != 0) is { } ignored)
            return Make($"even if '{ignored.Event.Site.Text}' gave up, whose answer nobody looks at", ignored, FixKinds.TestAnswer);
        if (acquires.FirstOrDefault(a => GuardPlaces.TryAround(a.Event.Site, at) is not null) is { } inside)
        {
            if ((inside.Event.Traits & AcquireTraits.Cancellable) == 0 && (GuardPlaces.IsAskedUntilTaken(inside.Event.Site) || GuardPlaces.EndsWhereRefused(inside.Event.Site)))
                return null;
            var fails = (inside.Event.Traits & AcquireTraits.Cancellable) != 0 ? " was canceled" : " was refused";
            if ((inside.Event.Traits & (AcquireTraits.Cancellable | AcquireTraits.Timed)) == 0 && inside.Event.Mode is AcquireMode.Now or AcquireMode.WhenAwaited)
                fails = " was not reached";
            return Make($"even if '{inside.Event.Site.Text}'{fails}, because that stands inside the 'try'", inside, FixKinds.BeforeTry);
        }

        var others = flow.Protocol.Releases.Where(r => r.Bit == copies[0].Bit && !r.Event.Site.Equals(at)).ToList();
        if (others.Count > 0 && others.All(r => ReferenceEquals(r.Frame, copies[0].Frame) && GuardPlaces.LeavesAtOnce(r.Event.Site, at)))
            return null;
        if (copies.Any(r => r.IsReturned && r.IsFree))
            return Make("a second time on some way");
        if (acquires.Count == 1 && (acquire.Event.Traits & AcquireTraits.Timed) != 0 && ReferenceEquals(acquire.Frame, copies[0].Frame) && GuardPlaces.IsAskedOnce(acquire.Event.Site))
            return Make($"even if '{acquire.Event.Site.Text}' was refused", fixes: FixKinds.TestAnswer);
        // A helper that takes it says by its answer whether it has, and its caller goes on only then.
        return acquires.Any(a => CallersChoice.Is(a.Event.Site, at) || a.IsInHelperWithAnswer || GuardTasks.IsAwaitedUnlessEnded(a.Event.Site)) ? null : Make("on a way on which it has not been taken", severity: DiagnosticSeverity.Info);

        Finding Make(string how, AcquireFact? cause = null, FixKinds fixes = FixKinds.None, DiagnosticSeverity severity = DiagnosticSeverity.Warning) =>
            Find(copies[0].Path, at, (cause ?? acquire).Event.Site, acquires.Select(a => a.Event.Site), IsThrottle(acquire) ? DiagnosticSeverity.Info : severity, fixes, NameOf(copies[0].Path, copies[0].Bit, flow), how, WhatFollows(IsThrottle(acquire) ? LockKind.Permit : acquire.Event.Kind));
    }
}
