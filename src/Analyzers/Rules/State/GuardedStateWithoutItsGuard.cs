using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.State;

internal sealed class GuardedStateWithoutItsGuard : Rule
{
    private const int MaxTrail = 4;

    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0106",
        name: "Guarded state accessed without its guard",
        since: "0.1.0",
        message: "'{0}' is {1} here {2}",
        description: "Nearly every access of the location is made under one guard, and this one is not, or under a different one. What excludes the others does not exclude this one.");

    /// <summary>What the message says of an object that is disposed while it may be at work.</summary>
    public static string How(EarlyDisposal disposal) => $"without '{disposal.Guard}', under which '{disposal.Member}' awaits its work";

    /// <summary>What the message says of a collection that others get while it is changed under a guard.</summary>
    public static string How(LiveCollection collection) => $"without '{collection.Guard}', under which '{collection.Member}' changes it: whoever gets it looks through it meanwhile";

    /// <summary>What the message says of a collection that is the lock for itself.</summary>
    public static string How(OpenElement element) => $"without a lock on it, which {element.Guarded} of {element.Places} places take that get one out of '{element.Holder}'";

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var breach in judgement.Breaches)
        {
            if (ReferenceEquals(breach.Access.Flow, flow))
                yield return Find(breach);
        }
    }

    private Finding Find(Breach breach)
    {
        var rivals = breach.Sites.Where(s => !s.Equals(breach.Primary)).Take(MaxTrail).ToImmutableArray();
        var early = breach.Through is null ? Early(breach) : null;
        var trail = new Trail(early ?? breach.Primary, ImmutableArray<Site>.Empty, rivals);
        var places = breach.IsMarked ? $"'{Name(breach.Guard)}', which it is marked with" : breach.OnlyWrites ? $"'{Name(breach.Guard)}', which is held for {breach.Guarded} of its {breach.Places} writes" : $"'{Name(breach.Guard)}', which guards it in {breach.Guarded} of {breach.Places} places";
        var example = breach.IsMarked || breach.Example is null ? "" : $", for instance in '{breach.Example.Flow.Root.Name}'{(breach.ExampleIn is { } other ? $" of '{other}'" : "")}";
        var how = breach.Kind switch
        {
            BreachKind.OtherGuard => $"under '{Name(breach.Instead!)}' and not under {places}{example}",
            BreachKind.OnlyTheCheck => $"after '{Name(breach.Guard)}' was given back, which guards only the check here, though it {(breach.IsMarked ? "is what it is marked with" : $"guards {breach.Guarded} of {breach.Places} places")}{example}",
            BreachKind.GuardOfOneObject => $"under '{Name(breach.Guard)}', which belongs to one object while '{breach.Path.DisplayName}' belongs to all",
            _ => $"without {places}{example}",
        };

        // What two fill in is mostly the same.
        var fill = breach.Access.Fact is WriteFact write && StepByStep.IsFill(write) && (write.Path.Traits & (LocationTraits.TaskLike | LocationTraits.Disposable | LocationTraits.Handle)) == 0;
        var severity = breach.IsStrong && !fill ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        var evidence = new Evidence(breach.IsStrong ? EvidenceStrength.Proven : EvidenceStrength.Possible, Overlap.Anytime, "");
        return new Finding(Info.Id, breach.Path, breach.Primary, trail, evidence, ImmutableArray.Create(breach.Path.DisplayName, Verb(breach), how), severity, Hint(breach));
    }

    /// <summary>The first look in the same body that the write depends on: a guard has to hold both.</summary>
    private static Site? Early(Breach breach) => breach.Access.Fact is not WriteFact write ? null : write.From.Concat(write.Decisions.Select(d => d.Read))
        .Where(r => r.Path.Equals(breach.Path) && ReferenceEquals(r.Frame, write.Frame))
        .OrderBy(r => r.Event.Site.Start).FirstOrDefault()?.Event.Site;

    private static FixHint Hint(Breach breach)
    {
        var guard = breach.Guard.Steps.Length switch { 0 when breach.Guard.Root.Kind == RootKind.This => "this", 1 => breach.Guard.DisplayName, _ => "" };
        return breach.Kind != BreachKind.NoGuard || breach.Through is not null || !breach.CanTake || guard.Length == 0
            ? FixHint.None
            : new FixHint(FixKinds.TakeGuard, breach.Path.Steps[0].Name, breach.Path.Root.Kind == RootKind.Static, 0, guard, SameBody: true);
    }

    private static string Name(AccessPath guard) => guard.Steps.IsEmpty && guard.Root.Kind == RootKind.Static ? $"typeof({guard.Root.Name})" : guard.DisplayName;

    private static string Verb(Breach breach)
    {
        var verb = breach.Access.Fact.Event switch
        {
            Write { Kind: WriteKind.Assign } when !breach.Path.IsContent => "written",
            Write => "changed",
            Read { Kind: ReadKind.Content or ReadKind.View } => "enumerated",
            _ => "read",
        };
        return breach.Through is null ? verb : $"{verb} by '{breach.Through.Name}'";
    }
}
