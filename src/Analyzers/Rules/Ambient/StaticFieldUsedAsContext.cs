using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Ambient;

internal sealed class StaticFieldUsedAsContext : Rule
{
    /// <summary>The declaration, for places that no flow leads to as well.</summary>
    public static RuleInfo Declared { get; } = RuleInfo.Declare(
        id: "ASA0404",
        name: "Static field used as context",
        since: "0.1.0",
        message: "'{0}' is set for this call and {1}; {2}",
        description: "A static holds a value of one call (a request, a user, a culture) while the method waits. All calls share it: each of them reads, or puts back, what another one has set.");

    public override RuleInfo Info => Declared;

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var carried in flow.Carried(IsContext))
        {
            var begin = flow.Writes.FirstOrDefault(w => ReferenceEquals(w.Event, carried.Begin.Event) && ReferenceEquals(w.Frame, carried.Begin.Frame));
            var end = flow.Writes.Concat(flow.Reads).FirstOrDefault(a => ReferenceEquals(a.Event, carried.End.Event) && ReferenceEquals(a.Frame, carried.End.Frame));
            if (begin is null || end is null || !IsSetForTheCall(flow, carried, begin) || !IsOfTheCall(flow, carried, begin, end) || flow.HoldsAround(begin, end) || judgement.Overlap.SetForCall(flow, begin) is not { Strength: not EvidenceStrength.Refuted } evidence)
                continue;

            // What is only read again is right whichever call has set it, where they all set it to one thing.
            if (carried.How == CarriedHow.Read && judgement.Overlap.IsSetToTheSame(flow, begin))
                continue;

            // What one member sets and another looks at may be what the program is at, a login or a selection, as well as what a call is.
            var isOfProgram = carried.How == CarriedHow.Read && evidence.IsGeneral && (carried.Begin.Frame.Body.Traits & BodyTraits.Private) == 0 && !ReferenceEquals(carried.Begin.Frame, carried.End.Frame);
            var severity = evidence.Strength >= EvidenceStrength.Likely && !isOfProgram && !(evidence.IsGeneral && judgement.Overlap.IsCalledInOneLoop(flow.Root)) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
            var isField = (carried.Path.Traits & LocationTraits.OfPlatform) == 0 && carried.Path.Steps.Length == 1;
            yield return new Finding(
                Info.Id,
                carried.Path,
                begin.Event.Site,
                new Trail(carried.End.Event.Site, ImmutableArray.Create(carried.Suspension.Site), ImmutableArray<Site>.Empty),
                evidence,
                ImmutableArray.Create(carried.Path.DisplayName, $"{How(carried.How)} '{carried.Suspension.Site.Text}'", $"another call of '{flow.Root.Name}' can set it meanwhile ({evidence.Because})"),
                severity,
                new FixHint(isField ? FixKinds.AsyncLocal : FixKinds.None, carried.Path.Steps[0].Name, IsStatic: true, 1, "", SameBody: true))
            { Twin = carried.End.Event.Site };
        }
    }

    /// <summary>
    /// What is put back must have been looked at before it was replaced. And who compares it with what he has set asks whether he has been overtaken: the static
    /// is there to tell that.
    /// </summary>
    private static bool IsOfTheCall(MethodFlow flow, Carried carried, WriteFact begin, AccessFact end) => carried.How switch
    {
        CarriedHow.Restored => end is WriteFact back && back.From.Any(r => r.Path.Equals(carried.Path) && (r.Node == begin.Node ? r.Event.Site.Start < begin.Event.Site.Start : flow.ReachesAnyhow(r.Node, begin.Node))),
        CarriedHow.Read => !Places.IsComparedForEquality(end.Event.Site),
        _ => true,
    };

    /// <summary>A static that can be set: a field, an auto-property, a member of the one object that a read-only static holds, or a slot of the platform for the whole process.</summary>
    public static bool IsContext(AccessPath path)
    {
        if (path.Root.Kind != RootKind.Static || path.Truncated || path.Steps.IsEmpty || path.IsContent)
            return false;
        if ((path.Traits & LocationTraits.OfProcess) != 0)
            return true;
        const LocationTraits Other = LocationTraits.ReadOnly | LocationTraits.ThreadOwn | LocationTraits.OfPlatform | LocationTraits.Volatile | LocationTraits.TaskLike | LocationTraits.Handle | LocationTraits.DelegateLike | LocationTraits.Concurrent;
        if ((path.Traits & Other) != 0 || path.Steps.Take(path.Steps.Length - 1).Any(s => s.IsElement || (s.Traits & LocationTraits.ReadOnly) == 0))
            return false;
        return path.Steps[path.Steps.Length - 1].Key is IFieldSymbol { DeclaringSyntaxReferences.IsEmpty: false } || (path.Steps[path.Steps.Length - 1].Key is IPropertySymbol property && MemberFacts.IsAuto(property));
    }

    /// <summary>What is put back was borrowed; what is taken away again, or looked at again, must have come with the call. What is set only where it is missing is a cache.</summary>
    private static bool IsSetForTheCall(MethodFlow flow, Carried carried, WriteFact begin) => begin.Write.Kind == WriteKind.Assign && begin.Decisions.IsEmpty && carried.How switch
    {
        CarriedHow.Restored => true,
        CarriedHow.Reset => begin.Write.Constant == ConstantKind.None && flow.StemsFromArguments(begin),
        CarriedHow.Read => begin.Write.Constant == ConstantKind.None && flow.StemsFromArguments(begin) && (carried.Path.Traits & LocationTraits.OfProcess) == 0,
        _ => false,
    };

    private static string How(CarriedHow how) => how switch
    {
        CarriedHow.Restored => "put back after",
        CarriedHow.Reset => "taken away after",
        _ => "read again after",
    };
}
