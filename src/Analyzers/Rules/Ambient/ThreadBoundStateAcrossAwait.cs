using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge.Ambient;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Ambient;

internal sealed class ThreadBoundStateAcrossAwait : Rule
{
    /// <summary>The declaration, for places that no flow leads to as well.</summary>
    public static RuleInfo Declared { get; } = RuleInfo.Declare(
        id: "ASA0401",
        name: "Thread-bound state used across await",
        since: "0.1.0",
        message: "'{0}' belongs to the thread, and {1} '{2}': {3}",
        description: "A [ThreadStatic] field, ThreadLocal<T> or another slot of the thread is set before an await and used after it. The code may go on on another thread, which has another value, while other code on the first thread sees this one.");

    public override RuleInfo Info => Declared;

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        var known = new HashSet<AccessPath>();
        foreach (var carried in flow.Carried(IsOfThread, IsOfHost).Concat(flow.LookedAgain(p => IsOfThread(p) && (p.Traits & LocationTraits.OfPlatform) == 0 && !known.Contains(p) && ThreadContexts.Is(p.Steps[0].Key))))
        {
            known.Add(carried.Path);
            // What a buffer is only filled with, and never looked at, is right however often it is overwritten: others on that thread may suffer.
            var severity = carried.OnlyFilled || (judgement.SideBySide.ComesBack || Modality.IsQuestion(carried.Suspension.Site.Text)) && carried.How != CarriedHow.LeftHost && !carried.Suspension.Site.LeavesContext ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
            var (how, why) = Say(carried);
            yield return new Finding(
                Info.Id,
                carried.Path,
                carried.End.Event.Site,
                new Trail(carried.Begin.Event.Site, ImmutableArray.Create(carried.Suspension.Site), ImmutableArray<Site>.Empty),
                new Evidence(severity == DiagnosticSeverity.Warning ? EvidenceStrength.Proven : EvidenceStrength.Possible, Overlap.Anytime, ""),
                ImmutableArray.Create(NameOf(carried.Path), how, carried.Suspension.Site.Text, why),
                severity,
                new FixHint(carried.How is CarriedHow.Read or CarriedHow.Looked or CarriedHow.Restored or CarriedHow.Reset && (carried.Path.Steps.Length == 1 || (carried.Path.Steps.Length == 2 && !carried.Path.IsContent && (carried.Path.Steps[1].Traits & LocationTraits.ThreadOwn) != 0)) && (carried.Path.Traits & LocationTraits.OfPlatform) == 0 ? FixKinds.AsyncLocal : FixKinds.None, carried.Path.Steps[0].Name, carried.Path.Root.Kind == RootKind.Static, 1, "", SameBody: true));
        }
    }

    private static bool IsOfThread(AccessPath path) => !path.IsContent && (path.Traits & (LocationTraits.ThreadOwn | LocationTraits.OfHost)) == LocationTraits.ThreadOwn;

    private static bool IsOfHost(AccessPath path) => (path.Traits & LocationTraits.OfHost) != 0;

    private static string NameOf(AccessPath path) =>
        (path.Traits & LocationTraits.OfPlatform) != 0 ? path.Root.Name + "." + path.DisplayName
        : path.Steps.Length > 1 && path.Steps[path.Steps.Length - 1].Key is string ? path.Parent!.DisplayName
        : path.DisplayName;

    private static (string How, string Why) Say(Carried carried) => carried.How switch
    {
        CarriedHow.Read when carried.Begin.Event.Site.IsCreation => ("the block that sets it begins before and ends after", "it has to end on the thread on which it began, unless it is made with the option to flow"),
        CarriedHow.Restored => ("is set before and restored after", "the code may go on on another thread, and the first one keeps what was set"),
        CarriedHow.Reset => ("is set before and reset after", "the code may go on on another thread, and the first one keeps what was set"),
        CarriedHow.Filled => ("is filled before and used after", "the code may go on on another thread, which has another object, and the first one keeps what was filled in"),
        CarriedHow.Kept => ("its object is used before and after", "other code on that thread uses the same object meanwhile"),
        CarriedHow.Looked => ("is looked at before and again after", "the code may go on on another thread, for which nobody has set it"),
        CarriedHow.LeftHost => ("is read after", "the code may go on on a thread for which the host has not set it"),
        _ => ("is set before and read after", "the code may go on on another thread, which has another value"),
    };
}
