using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
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
        var trail = new Trail(breach.Primary, ImmutableArray<Site>.Empty, rivals);
        var places = breach.IsMarked ? $"'{Name(breach.Guard)}', which it is marked with" : breach.OnlyWrites ? $"'{Name(breach.Guard)}', which is held for {breach.Guarded} of its {breach.Places} writes" : $"'{Name(breach.Guard)}', which guards it in {breach.Guarded} of {breach.Places} places";
        var example = breach.IsMarked || breach.Example is null ? "" : $", for instance in '{breach.Example.Flow.Root.Name}'";
        var how = breach.Kind switch
        {
            BreachKind.OtherGuard => $"under '{Name(breach.Instead!)}' and not under {places}{example}",
            BreachKind.OnlyTheCheck => $"after '{Name(breach.Guard)}' was given back, which guards only the check here, though it {(breach.IsMarked ? "is what it is marked with" : $"guards {breach.Guarded} of {breach.Places} places")}{example}",
            BreachKind.GuardOfOneObject => $"under '{Name(breach.Guard)}', which belongs to one object while '{breach.Path.DisplayName}' belongs to all",
            _ => $"without {places}{example}",
        };
        var severity = breach.IsStrong ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        var evidence = new Evidence(breach.IsStrong ? EvidenceStrength.Proven : EvidenceStrength.Possible, Overlap.Anytime, "");
        return new Finding(Info.Id, breach.Path, breach.Primary, trail, evidence, ImmutableArray.Create(breach.Path.DisplayName, Verb(breach), how), severity, FixHint.None);
    }

    private static string Name(AccessPath guard) => guard.Steps.IsEmpty && guard.Root.Kind == RootKind.Static ? $"typeof({guard.Root.Name})" : guard.DisplayName;

    private static string Verb(Breach breach)
    {
        var verb = breach.Access.Fact.Event switch
        {
            Write { Kind: WriteKind.Assign } when !breach.Path.IsContent => "written",
            Write => "changed",
            Read { Kind: ReadKind.Content } => "enumerated",
            _ => "read",
        };
        return breach.Through is null ? verb : $"{verb} by '{breach.Through.Name}'";
    }
}
