using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.State;

internal sealed class ConcurrentTasksUpdateState : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0105",
        name: "Concurrent tasks update shared state",
        since: "0.1.0",
        message: "'{0}' is {1} without a guard although {2}",
        description: "Code that runs on several threads at once changes shared state in more than one atomic step. Updates are lost, checks are passed twice, plain collections break.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        HashSet<AccessPath>? guessed = null;
        foreach (var write in flow.Writes)
        {
            if (write.Held != 0 || StepByStep.HowItBreaks(write) is not { } how || (judgement.SideBySide.Of(flow, write) ?? Elsewhere(flow, judgement, write) ?? Again(flow, judgement, write)) is not { } meeting)
                continue;

            // What only users can bring about is said once.
            if (meeting.IsGuess && !(guessed ??= new()).Add(write.Path))
                continue;

            // A constant put there beside other code is a reset, not a claim: only a second run of the same test would be.
            if (meeting.Rival is not null && write.Write.Constant != ConstantKind.None)
                continue;

            // Two steps around a suspension are torn whatever each of them is: that says more.
            if (!meeting.OnThreads && TornUpdates.In(flow).Any(t => ReferenceEquals(t.Last, write)))
                continue;

            // A check right before the fill, after the wait: what ASA0102 asks for. Only threads that are given to it in so many words come between.
            if (!meeting.OnThreads && StepByStep.IsFill(write) && (write.Path.Traits & LocationTraits.TaskLike) == 0)
                continue;

            // The project's own loop goes on with what was awaited, on its one thread.
            if (!meeting.OnThreads && judgement.ComesBackToOwnLoop())
                continue;
            yield return Found(write, how, meeting, meeting.Rival is not null && StepByStep.IsOnlyWeighed(write, judgement.Type.Location(write.Path)));
        }
    }

    /// <summary>
    /// A plain collection of an object is changed behind a suspension, and code elsewhere starts several runs of that on one object: what comes behind a
    /// suspension runs on any thread.
    /// </summary>
    private static Meeting? Elsewhere(MethodFlow flow, Judgement judgement, WriteFact write) =>
        write.Path is { IsContent: true, Root.Kind: Model.RootKind.This } && (write.Path.Traits & LocationTraits.Growing) != 0
        && !judgement.SideBySide.ComesBack && flow.SuspensionBefore(write) is not null && judgement.Overlap.NotShared(write.Path) is null
        && judgement.Overlap.StartedTogetherElsewhere(flow.Root) is { Strength: EvidenceStrength.Proven } evidence
            ? new Meeting(evidence.Because, null, OnThreads: true) : null;

    /// <summary>Each call of a member starts work that changes a plain collection, and nothing waits for the work of the call before.</summary>
    private static Meeting? Again(MethodFlow flow, Judgement judgement, WriteFact write) =>
        write.Path is { IsContent: true, Root.Kind: Model.RootKind.This or Model.RootKind.Static } && (write.Path.Traits & LocationTraits.Growing) != 0
        && judgement.Overlap.NotShared(write.Path) is null && judgement.SideBySide.Again(flow, write) is { } meeting ? meeting with { IsGuess = true } : null;

    private Finding Found(WriteFact write, string how, Meeting meeting, bool onlyWeighed)
    {
        var read = write.From.Where(r => r.Path.Equals(write.Path)).Concat(write.Decisions.Select(d => d.Read)).FirstOrDefault();
        var rivals = meeting.Rival is { } rival ? ImmutableArray.Create(rival) : ImmutableArray<Site>.Empty;
        var trail = new Trail(read?.Event.Site ?? write.Write.Site, ImmutableArray<Site>.Empty, rivals);

        // What two threads make twice is mostly the same; not so a task, which has been started when it is stored.
        var fill = StepByStep.IsFill(write) && (write.Path.Traits & LocationTraits.TaskLike) == 0;
        return new Finding(
            Info.Id,
            write.Path,
            write.Write.Site,
            trail,
            new Evidence(meeting.IsGuess ? EvidenceStrength.Possible : EvidenceStrength.Proven, Overlap.Anytime, meeting.Because),
            ImmutableArray.Create(write.Path.DisplayName, meeting.IsInGroup ? how + " in one of its elements, which several runs can find," : how, meeting.Because),
            fill || Harmless.IsTimeOfNow(write) || meeting.IsGuess || onlyWeighed ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            new FixHint(Fixes(write), write.Path.Holder, write.Path.Root.Kind == RootKind.Static, 0, "", SameBody: true));
    }

    private static FixKinds Fixes(WriteFact write)
    {
        var own = write.Path.Root.Kind is RootKind.This or RootKind.Static ? 1 : 0;
        var guard = write.Path.Steps.Length >= own && write.Path.Steps.Length <= own + 1 ? FixKinds.Lock | FixKinds.Guard : FixKinds.None;
        if (StepByStep.IsFill(write))
            return guard;
        if (write.Path.IsContent)
            return guard | (write.Path.Steps.Length == own + 1 && (write.Path.Traits & LocationTraits.Growing) != 0 ? FixKinds.Reduce | FixKinds.ConcurrentCollection : FixKinds.None);
        return guard | (write.Path.Steps.Length == own && write.Write.Kind is WriteKind.Update or WriteKind.Assign ? FixKinds.Reduce | FixKinds.Interlocked : FixKinds.None);
    }
}
