using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

internal sealed class GuardMayStayTaken : GuardRule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0201",
        name: "Guard may stay taken",
        since: "0.1.0",
        message: "'{0}' stays taken {1}; whoever asks for it next waits for ever",
        description: "A path leads out of the method after the guard was taken and before it is given back: an early return, a throw, or an exception of something that is called in between. Give it back in a finally block.");

    /// <summary>How a guard stays taken that is given back nowhere.</summary>
    public const string ForEver = "because nothing in the type gives it back";

    /// <summary>How a guard is taken from the beginning.</summary>
    public const string FromTheStart = "because it starts with no permit and only who has got one gives it back";

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var exits in flow.Protocol.Exits.GroupBy(e => e.Bit))
        {
            var guard = exits.First().Path;
            var releases = flow.Protocol.Releases.Where(r => r.Bit == exits.Key).ToList();
            if (releases.Count == 0 || judgement.HandOvers.IsGivenBackElsewhere(guard, flow))
                continue;
            foreach (var acquire in flow.Protocol.Acquires.Where(a => a.Bit == exits.Key && (a.Event.Traits & AcquireTraits.Explicit) != 0))
            {
                if (!IsTakenBack(acquire, releases, flow) && Judge(flow, acquire, releases, exits.ToList()) is { } finding)
                    yield return finding;
            }
        }
    }

    /// <summary>A helper that its caller calls with the guard held gives it back for a while and takes it again: the caller, who may be in view, gives it back for good.</summary>
    private static bool IsTakenBack(AcquireFact acquire, List<ReleaseFact> releases, MethodFlow flow) =>
        releases.Any(r => ReferenceEquals(r.Frame, acquire.Frame) && r.Event.Site.Start < acquire.Event.Site.Start
            && !flow.Protocol.Acquires.Any(a => a.Bit == r.Bit && !a.IsCallers && CallIn(a.Frame, r.Frame) is null && (!ReferenceEquals(a.Frame, r.Frame) || a.Event.Site.Start < r.Event.Site.Start)));

    /// <summary>Whoever comes past a release that asks whether the guard is held, and goes on, does not hold it any more: that is known to whoever wrote it.</summary>
    private static bool IsBehind(ReleaseFact release, ExitFact exit, MethodFlow flow) =>
        (CallIn(release.Frame, exit.Frame) ?? exit.Risk) is { } risk && release.Event.Site.Start < risk.Start && flow.ReachesNormally(release.Node, exit.Node);

    private Finding? Judge(MethodFlow flow, AcquireFact acquire, List<ReleaseFact> releases, List<ExitFact> exits)
    {
        // One that is given back in handlers only is kept on purpose where all goes well: a lease.
        var after = releases.Where(r => r.Node == acquire.Node || flow.ReachesNormally(acquire.Node, r.Node)).ToList();
        var isOwn = (acquire.Event.Traits & AcquireTraits.Timed) == 0 && acquire.Path is { Steps: { Length: 1 } steps } && steps[0].Key is ISymbol { DeclaredAccessibility: Accessibility.Private };
        if (after.Count == 0 || GuardPlaces.IsHandedOn(acquire.Event.Site, NameOf(acquire.Path)))
            return null;

        // A helper that takes it says by its answer whether it has: its caller leaves where it has not.
        if (acquire.IsInHelperWithAnswer && !releases.Any(r => ReferenceEquals(r.Frame, acquire.Frame)))
            return null;
        // Who takes it and gives it back itself is judged by that, whatever its callers do with it.
        if (after.Any(r => ReferenceEquals(r.Frame, acquire.Frame)))
            after.RemoveAll(r => !ReferenceEquals(r.Frame, acquire.Frame));
        var sites = after.Select(r => r.Event.Site).Distinct().OrderBy(s => s.Start).ToList();
        var isLeft = isOwn && GuardPlaces.AreEarlyExits(acquire.Event.Site, sites, NameOf(acquire.Path));
        if (isLeft || sites.Any(s => !GuardPlaces.IsConditional(s, acquire.Event.Site)))
        {
            foreach (var exit in exits.Where(e => e.Kind == ExitKind.Normal ? flow.KeepsTo(acquire, e.Node) : e.Kind == ExitKind.Throw && flow.KeepsTo(acquire, e.Node) && flow.LeavesByException(e.Node, acquire.Frame)))
            {
                var place = GuardPlaces.FirstExit(acquire.Event.Site, releases.Select(r => r.Event.Site).ToList(), exit.Kind == ExitKind.Throw);
                var how = place is null ? "on a way that does not come to its release" : $"when the method is left by '{new Site(place).Text}'";
                return Find(acquire.Path, acquire.Event.Site, sites[0], new[] { new Site(place) }.Concat(sites), DiagnosticSeverity.Warning, FixKinds.TryFinally, NameOf(acquire.Path, acquire.Bit, flow), how);
            }
        }

        var same = after.Where(r => ReferenceEquals(r.Frame, acquire.Frame)).Select(r => r.Event.Site).OrderBy(s => s.Start).FirstOrDefault();
        if (same is null || (flow.Root.Traits & BodyTraits.Iterator) != 0)
            return null;
        var asking = releases.Where(r => ReferenceEquals(r.Frame, acquire.Frame) && GuardPlaces.IsConditional(r.Event.Site, acquire.Event.Site)).ToList();
        var risk = exits.Where(e => e is { Kind: ExitKind.Failure, Risk: not null } && !asking.Exists(r => IsBehind(r, e, flow)) && (e.Node == acquire.Node || flow.KeepsTo(acquire, e.Node)) && (flow.LeavesByException(e.Node, acquire.Frame) || flow.KeepsAfterFailure(acquire, e.Node) || flow.LeavesPastHandlers(acquire, e.Node))).Select(e => CallIn(acquire.Frame, e.Frame) ?? e.Risk!)
            .Where(r => GuardPlaces.IsRisk(r, acquire.Event.Site, releases.Select(f => f.Event.Site).ToList())).OrderBy(r => r.Start).FirstOrDefault();
        return risk is null ? null : Find(acquire.Path, acquire.Event.Site, same, new[] { risk }, DiagnosticSeverity.Info, FixKinds.TryFinally, NameOf(acquire.Path, acquire.Bit, flow), $"if '{risk.Text}' throws");
    }
}
