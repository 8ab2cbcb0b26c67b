using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.State;

internal sealed class SingleUseObjectUsedTwice : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0107",
        name: "Single-use object used by two tasks at once",
        since: "0.1.0",
        message: "'{0}' is used while {1}; {2}",
        description: "An object that serves one operation at a time is given a second one before the task of the first has been awaited. It throws, or mixes the two up.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var use in flow.Uses)
        {
            if (FindIn(flow, judgement, use) is { } finding)
                yield return finding;
        }
    }

    private Finding? FindIn(MethodFlow flow, Judgement judgement, UseFact use)
    {
        if (use.Path.Truncated || use.Path.Root.Kind == RootKind.Unknown)
            return null;
        if (use.Earlier is { } earlier)
        {
            var same = ReferenceEquals(earlier.Event, use.Use);
            if (same && use.Path.Root is { Kind: RootKind.Local, Key: ISymbol local } && use.Use.Site.Node is { } node && !StartSyntax.ComesBackWith(node, local))
                return null;
            var why = same ? $"'{earlier.Event.Site.Text}' of the turn before is not awaited yet" : $"'{earlier.Event.Site.Text}' is not awaited yet";
            return Finding(flow, use, earlier.Event.Site, why, new Evidence(EvidenceStrength.Proven, Overlap.Anytime, use.Use.Because));
        }

        return use.Held == 0 && judgement.Overlap.Together(use) is { Strength: EvidenceStrength.Proven or EvidenceStrength.Likely } together
            ? Finding(flow, use, use.Use.Site, together.Because, together)
            : null;
    }

    private Finding Finding(MethodFlow flow, UseFact use, Site earlier, string why, Evidence evidence) => new(
        Info.Id,
        use.Path,
        use.Use.Site,
        new Trail(earlier, ImmutableArray<Site>.Empty, ImmutableArray<Site>.Empty),
        evidence,
        ImmutableArray.Create(use.Path.Steps.IsEmpty && use.Path.Root.Kind == RootKind.This ? "this" : use.Path.DisplayName, why, use.Use.Because),
        evidence.Strength == EvidenceStrength.Proven ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
        new FixHint(FixKinds.AwaitInTurn, use.Path.DisplayName, false, 0, "", ReferenceEquals(use.Frame.Body, flow.Root)));
}
