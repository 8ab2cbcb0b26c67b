using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.State;

internal sealed class UpdateTornByAwait : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0103",
        name: "Update torn by await",
        since: "0.1.0",
        message: "'{0}' is {1} '{2}'; {3} can come between ({4})",
        description: "What belongs together is changed in steps with a suspension between them. Another execution sees the half of it, or makes its own steps in between.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var torn in TornUpdates.In(flow))
        {
            if (!IsSeen(flow, judgement, torn))
                continue;
            var how = torn.Form == TornForm.Refill ? "emptied before and filled again after" : "changed in two steps, before and after";
            var fixes = FixKinds.Guard | (torn.Form == TornForm.Refill ? FixKinds.BuildAside : FixKinds.None);
            if (judgement.FindBetween(Info, flow, torn.First, torn.Last, how, EvidenceStrength.Proven, atMostPossible: IsOvertaken(flow, judgement, torn), fixes) is { } finding)
                yield return finding;
        }

        foreach (var finding in FollowedElsewhere(flow, judgement))
            yield return finding;

        foreach (var (first, last) in BelongTogether.Apart(flow))
        {
            if (BelongTogether.IsShown(flow, judgement.Type, first, last)
                && judgement.FindBetween(Info, flow, first, last, $"written after, and '{first.Path.DisplayName}', which belongs to it, before", EvidenceStrength.Proven, atMostPossible: false, FixKinds.Guard) is { Evidence.Strength: >= EvidenceStrength.Likely } finding)
                yield return finding;
        }
    }

    /// <summary>Who comes next cancels the run before, which asks its own token after each wait and goes no further.</summary>
    private static bool IsOvertaken(MethodFlow flow, Judgement judgement, TornUpdate torn) =>
        flow.SuspensionsBetween(torn.First, torn.Last).All(s => Handles.AsksWhetherCanceled(s.Site, torn.Last.Event.Site) || s.Site.Start > torn.Last.Event.Site.Start)
        && judgement.Type.Flows.Any(f => f.Reads.Any(r => Revocations.Cancels(Handles.CalledOn(r.Event.Site)) && f.Writes.Any(w => w.Path.Equals(r.Path) && Places.StoresNew(w.Event.Site))));

    /// <summary>Somebody looks: another entry, the world outside, or this entry itself before it begins.</summary>
    private static bool IsSeen(MethodFlow flow, Judgement judgement, TornUpdate torn)
    {
        var path = torn.Last.Path;
        if (path.Steps.Take(path.IsContent ? path.Steps.Length - 1 : path.Steps.Length).Any(s => s.Key is ISymbol { DeclaredAccessibility: not Accessibility.Private }))
            return true;
        var location = judgement.Type.Location(path);
        var accesses = path.IsContent && path.Parent is { } holder ? location.Reads.Concat(location.Writes).Concat(judgement.Type.Location(holder).Reads) : location.Reads.Concat(location.Writes);
        return accesses.Any(a => !a.InConstruction && (a.Flow.Root.Traits & BodyTraits.Disposal) == 0 && (!Equals(a.Flow.Root.Key, flow.Root.Key) || Looks(a, torn)));
    }

    /// <summary>In the same entry only what asks for the state before it is changed: an increment's own read does as well.</summary>
    private static bool Looks(KnownAccess access, TornUpdate torn) =>
        torn.Form == TornForm.TwoSteps || access.Fact.Event is Read { Kind: ReadKind.Test or ReadKind.Content or ReadKind.Value } or Write { Kind: WriteKind.TestAndSet };

    /// <summary>
    /// <c>lock (_queue) _queue.Add(x); await _file.AddAsync(x);</c> in two members: memory changes in one order, the store in another.
    /// </summary>
    private IEnumerable<Finding> FollowedElsewhere(MethodFlow flow, Judgement judgement)
    {
        foreach (var (write, suspend, store) in StoreAfter.In(flow))
        {
            var other = judgement.Type.Flows.Where(f => !Equals(f.Root.Key, flow.Root.Key)).SelectMany(StoreAfter.In).FirstOrDefault(o => o.Store == store && o.Write.Path.Equals(write.Path));
            if (other.Write is null || judgement.Overlap.For(flow, write, Judgement.AsRead(write), askUsers: true) is not { Strength: >= EvidenceStrength.Likely } evidence)
                continue;
            yield return new Finding(
                Info.Id,
                write.Path,
                suspend.Site,
                new Trail(write.Event.Site, ImmutableArray.Create(suspend.Site), ImmutableArray.Create(other.Write.Event.Site)),
                evidence,
                ImmutableArray.Create(write.Path.DisplayName, $"changed under a guard that ends before '{store}' follows in", suspend.Site.Text, $"'{other.Write.Frame.Body.Name}'", evidence.Because),
                DiagnosticSeverity.Info,
                FixHint.None);
        }
    }
}
