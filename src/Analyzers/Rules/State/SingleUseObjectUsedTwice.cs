using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
            if (same && (IsWaitedFor(use) || IsOfThisTurn(use)))
                return null;
            if (IsRenewed(flow, use.Path, earlier.Event.Site))
                return null;
            var why = same ? $"'{earlier.Event.Site.Text}' of the turn before is not awaited yet" : $"'{earlier.Event.Site.Text}' is not awaited yet";
            return Finding(flow, use, earlier.Event.Site, why, new Evidence(EvidenceStrength.Proven, Overlap.Anytime, use.Use.Because));
        }

        return use.Held == 0 && judgement.Overlap.Together(use) is { Strength: EvidenceStrength.Proven or EvidenceStrength.Likely } together
            ? Finding(flow, use, use.Use.Site, together.Because, together)
            : Elsewhere(flow, judgement, use);
    }

    /// <summary>
    /// <c>again: try { await Save(c); } catch { goto again; }</c> with <c>Task Save(C c) => c.RunAsync();</c>: whoever gets the task waits for it on the spot, and a wait that
    /// throws has ended as well. The same of <c>await Task.Run(() => c.RunAsync())</c>.
    /// </summary>
    private static bool IsWaitedFor(UseFact use)
    {
        var site = use.Use.Site;
        for (var frame = use.Frame; site.Node is { } node; frame = frame.Caller)
        {
            if (TaskWaits.Of(node) is { } wait)
                return wait.Span.Contains(node.Span);
            if (node.Parent is AnonymousFunctionExpressionSyntax function)
                return TaskWaits.Of(function) is { } ofAll && ofAll.Span.Contains(function.Span);
            if (frame is not { Caller: not null, CallSite: { } call } || node.Parent is not (ArrowExpressionClauseSyntax or ReturnStatementSyntax))
                return false;
            site = call;
        }

        return false;
    }

    /// <summary>What holds the object has just been made: <c>a = new Session(stream); _ = Run(a);</c>.</summary>
    private static bool IsOfThisTurn(UseFact use) =>
        use.Path.Root is { Kind: RootKind.Local or RootKind.Parameter, Key: ISymbol holder } && use.Use.Site.Node is { } node && MadeAndBegun.IsMadeBefore(node, holder.Name);

    /// <summary>What was started and left alone works on the object that the location held then, and the location gets another one.</summary>
    private static bool IsRenewed(MethodFlow flow, AccessPath path, Site start) =>
        start.Node is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } && StartSyntax.LeftAlone(arguments[0].Expression) is not null
        && flow.Writes.Any(w => w.Path.Equals(path) && (w.Event.Site.Start > start.Start || CallShape.LoopAround(start.Node) is not null));

    /// <summary>Another entry of a shared object uses it too, and nothing keeps the two apart.</summary>
    private Finding? Elsewhere(MethodFlow flow, Judgement judgement, UseFact use)
    {
        if (use.Path is not { Root.Kind: RootKind.This or RootKind.Static, Steps.Length: 1 } || use.Held != 0 || use.Claims != 0 || !IsOpen(flow, judgement) || judgement.Overlap.NotShared(use.Path) is not null)
            return null;
        var rivals = judgement.Type.Flows.Where(f => !Equals(f.Root.Key, flow.Root.Key) && IsOpen(f, judgement)).SelectMany(f => f.Uses.Where(u => u.Path.Equals(use.Path) && u.Use.Lane == use.Use.Lane && u.Claims == 0).Select(u => (Use: u, Guard: f.Guards(u.Held).FirstOrDefault(), f.Root.Name))).ToList();

        // Each is the other's rival; the first in the source stands for both. A guard that one of them takes for it says that sharing is
        // meant, unless this entry takes it as well: then it may be held here too, by another way or for a caller.
        var keeper = rivals.FirstOrDefault(r => r.Use.Held != 0);
        var shared = judgement.Overlap.Shared(use.Path) ?? (keeper.Guard is { } guard && !flow.Guards(ulong.MaxValue).Contains(guard) ? new Evidence(EvidenceStrength.Likely, Overlap.Anytime, $"'{guard.DisplayName}' guards it in '{keeper.Name}'") : null);
        if (rivals.Count == 0 || shared is null || rivals.Any(r => r.Use.Held == 0 && r.Use.Use.Site.Start < use.Use.Site.Start))
            return null;
        var evidence = use.Use.Lane.Length == 0 ? shared : shared with { Strength = EvidenceStrength.Likely };
        return Finding(flow, use, rivals[0].Use.Use.Site, $"'{rivals[0].Name}' can use it too ({shared.Because})", evidence) with { Hint = FixHint.None };
    }

    /// <summary>An entry that others call while the object is in use, beside other entries.</summary>
    private static bool IsOpen(MethodFlow flow, Judgement judgement) =>
        (flow.Root.Traits & (BodyTraits.Constructor | BodyTraits.StaticConstructor | BodyTraits.Disposal | BodyTraits.EntryPoint | BodyTraits.OwnsThis | BodyTraits.Private | BodyTraits.Nested)) == 0
        && !GuardHabits.IsBeginning(flow.Root.Name)
        && judgement.Overlap.SingleFlow(flow.Root) is null;

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
