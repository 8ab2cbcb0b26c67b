using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

internal sealed class CollectionChangesInLoop : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0104",
        name: "Collection may change during await in loop",
        since: "0.1.0",
        message: "'{0}' is {1} '{2}'; {3} can change it meanwhile ({4})",
        description: "A loop goes through a collection and waits in its body. Where another execution adds to or takes from the collection during the wait, the next turn of the loop throws.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        if ((flow.Root.Traits & BodyTraits.Disposal) != 0)
            yield break;
        foreach (var advance in flow.Advances)
        {
            if (FindIn(flow, judgement, advance) is { } finding)
                yield return finding;
        }
    }

    private Finding? FindIn(MethodFlow flow, Judgement judgement, AdvanceFact advance)
    {
        var path = advance.Path;
        if (path.Truncated || Places.IsOfAnotherLoop(advance.Begin.Event.Site, advance.Event.Site) || path.Root.Kind is not (RootKind.This or RootKind.Static or RootKind.Local) || judgement.IsRefuted(flow, advance, advance.Begin))
            return null;
        var guards = flow.Guards(advance.Begin.Protection & ~advance.Claims);
        if (Replaces(flow, advance, path) || IsTakenAway(flow, advance, path))
            return null;
        var changes = judgement.Type.Location(path).Writes.Where(w => Disturbs(w, path, guards)).ToList();
        var rivals = changes.Where(w => !Equals(w.Flow.Root.Key, flow.Root.Key)).ToImmutableArray();
        var evidence = judgement.Overlap.For(flow, advance, advance.Begin);
        if (rivals.IsEmpty && (changes.Count == 0 || evidence.Strength < EvidenceStrength.Likely || !guards.IsEmpty))
            return null;

        // Changes by what runs once or first, or by phases of the object that nobody outside can ask for, seldom meet anything.
        var phases = !rivals.IsEmpty && rivals.All(r => r.Guards.IsEmpty && ((r.Flow.Root.Traits & (BodyTraits.Private | BodyTraits.Nested)) != 0 || GuardHabits.IsBeginning(r.Flow.Root.Name) || judgement.Overlap.SingleFlow(r.Flow.Root) is not null || IsSetUp(r)));
        // What begins the work goes through what is only ever added, by members that are there for that.
        phases |= (Concurrency.IsForStart(flow.Root.Name) || GuardHabits.IsBeginning(flow.Root.Name)) && !rivals.IsEmpty && rivals.All(IsAdding);
        var shown = guards.IsEmpty || rivals.IsEmpty || judgement.Overlap.IsClaim(guards[0]) ? null : new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"'{guards[0].DisplayName}' is held here and not in '{rivals[0].Body.Name}'");

        // Runs of the loop that are seen to overlap look through it together; whether anybody changes it meanwhile is another question.
        var onlyLooks = !rivals.IsEmpty && shown is null && judgement.Overlap.StartsTogether(flow.Root) && !judgement.Overlap.MeetsOthers(path, rivals);
        return judgement.Find(Info, flow, advance, advance.Begin, "enumerated across", EvidenceStrength.Likely, atMostPossible: phases || onlyLooks, FixesFor(rivals), rivals.IsEmpty ? null : rivals, shown);
    }

    /// <summary>Where the others change it under a guard, a copy must be made under that guard as well; where they have none, holding one here alone is no use.</summary>
    private static FixKinds FixesFor(ImmutableArray<KnownAccess> rivals) =>
        rivals.IsEmpty ? FixKinds.Snapshot | FixKinds.Guard : rivals.Any(r => !r.Guards.IsEmpty) ? FixKinds.Guard : FixKinds.Snapshot;

    /// <summary>A change that breaks an enumeration which has begun, made to the collection that is enumerated and without its guards.</summary>
    private static bool Disturbs(KnownAccess change, AccessPath path, ImmutableArray<AccessPath> guards)
    {
        if (change.InConstruction || (change.Flow.Root.Traits & BodyTraits.Disposal) != 0 || change.Fact is not WriteFact write || change.Guards.Any(g => guards.Contains(g)))
            return false;
        var breaks = write.Write.Kind switch
        {
            WriteKind.Insert or WriteKind.Store or WriteKind.Assign or WriteKind.TestAndSet => true,
            WriteKind.Remove or WriteKind.TakeOut or WriteKind.Clear => (path.Traits & LocationTraits.Shrinking) == 0,
            _ => false,
        };
        return breaks && !Replaces(change.Flow, write, path);
    }

    /// <summary><c>public Builder Add(Item x) { _items.Add(x); return this; }</c>: calls that are strung together set the object up, before it is used.</summary>
    private static bool IsSetUp(KnownAccess change) =>
        change.Flow.Root.Site.Node?.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Body?.Statements.LastOrDefault() is ReturnStatementSyntax { Expression: ThisExpressionSyntax };

    /// <summary><c>public void AddStep(Func&lt;Task&gt; step) => _steps.Add(step);</c>: a member that does nothing else with the collection, and is no handler.</summary>
    private static bool IsAdding(KnownAccess change) =>
        change.Fact is WriteFact { Write.Kind: WriteKind.Insert or WriteKind.Store } && (change.Flow.Root.Traits & BodyTraits.Nested) == 0 && Concurrency.IsForFilling(change.Flow.Root.Name);

    /// <summary><c>var all = _all; _all = null; foreach (var x in all) await …;</c>: the place is cleared before the loop begins, and nobody finds there what it goes through.</summary>
    private static bool IsTakenAway(MethodFlow flow, AdvanceFact advance, AccessPath path) =>
        path.Parent is { IsContent: false } holder && advance.Event.Site.Node is { } loop
        && flow.Writes.Any(w => w.Path.Equals(holder) && w.Write is { Kind: WriteKind.Assign, Constant: ConstantKind.Null } && ReferenceEquals(w.Frame, advance.Frame)
            && w.Write.Site.Node is { } cleared && cleared.Span.End <= loop.SpanStart && cleared.FirstAncestorOrSelf<BlockSyntax>()?.Span.Contains(loop.Span) == true);

    /// <summary>
    /// The entry itself has just put another collection in the place of the one that the access names: what it fills is new to others, and what
    /// it goes through is either that or the old one, which it has taken away.
    /// </summary>
    private static bool Replaces(MethodFlow flow, AccessFact access, AccessPath path) =>
        path.Parent is { } holder
        && flow.Writes.Any(w => w.Path.Equals(holder) && w.Write is { Kind: WriteKind.Assign or WriteKind.Exchange, Constant: ConstantKind.None } && (holder.IsContent ? w.Decisions.IsEmpty : w.Decisions.All(d => d.Condition.Test != TestKind.IsNull)) && w.Write.Site.Start < access.Event.Site.Start && ReferenceEquals(w.Frame, access.Frame));
}
