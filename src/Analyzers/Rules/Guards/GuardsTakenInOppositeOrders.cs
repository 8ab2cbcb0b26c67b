using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

internal sealed class GuardsTakenInOppositeOrders : GuardRule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0206",
        name: "Guards taken in opposite orders",
        since: "0.1.0",
        message: "'{0}' is taken here while '{1}' is held: {2}; elsewhere {3}; when each has its first guard, both wait for ever",
        description: "Two guards of a type are nested one way in one place and the other way in another. One execution takes the first and waits for the second, another has the second and waits for the first. Take them in one order everywhere.",
        severity: DiagnosticSeverity.Info);

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        if (flow.Protocol.Acquires.IsEmpty)
            yield break;
        // Of the two places, the one that comes later in the source is reported; the other one is its story.
        foreach (var one in judgement.Nested)
        {
            if (!flow.Protocol.Acquires.Contains(one.Acquire) || judgement.Nested.FirstOrDefault(n => n.Outer.Equals(one.Inner) && n.Inner.Equals(one.Outer)) is not { } other)
                continue;
            var (at, rival) = (PlaceOf(one, judgement), PlaceOf(other, judgement));
            if (judgement.IsHere(rival) ? !IsLater(at, rival) : !judgement.IsHere(at))
                continue;
            var places = new[] { other.Acquire.Event.Site, one.First?.Event.Site ?? other.Acquire.Event.Site }.Concat(Calls(one)).Concat(Calls(other)).Where(s => !s.Equals(at));
            yield return Find(one.Inner.Path, at, other.First?.Event.Site ?? other.Acquire.Event.Site, places, DiagnosticSeverity.Info, FixKinds.None, NameOf(one.Inner.Path), NameOf(one.Outer.Path), Story(one, judgement), Story(other, judgement));
        }
    }

    /// <summary>One order in two steps: who takes the first guard, who then takes the second, and by which calls.</summary>
    private static string Story(Nesting nesting, Judgement judgement)
    {
        var (first, second) = (NameOf(nesting.Outer.Path), NameOf(nesting.Inner.Path));
        if (nesting.First is null)
            return $"{Chain(nesting.Acquire.Frame.Chain().Reverse(), judgement)} takes '{second}' while its callers hold '{first}'";
        var common = CommonOf(nesting.First.Frame, nesting.Acquire.Frame);
        var (before, by) = (Chain(Since(common, nesting.First.Frame), judgement), Chain(Since(common, nesting.Acquire.Frame), judgement));
        return before == by ? $"{by} takes '{first}', then '{second}'" : $"{before} takes '{first}', then {by} takes '{second}'";
    }

    /// <summary>The bodies from the outer activation to the inner one.</summary>
    private static IEnumerable<LoweredBody> Since(Frame outer, Frame inner) => inner.Chain().Take(inner.Chain().Count() - outer.Chain().Count() + 1).Reverse();

    /// <summary>The calls through which an order runs.</summary>
    private static IEnumerable<Site> Calls(Nesting nesting)
    {
        var common = nesting.First is null ? null : CommonOf(nesting.First.Frame, nesting.Acquire.Frame);
        for (var frame = nesting.Acquire.Frame; frame.Caller is not null && !ReferenceEquals(frame, common); frame = frame.Caller)
        {
            if (frame.CallSite is { } call)
                yield return call;
        }
    }

    /// <summary>Where the second guard is asked for; where a base does that, the call of it.</summary>
    private static Site PlaceOf(Nesting nesting, Judgement judgement)
    {
        var at = nesting.Acquire.Event.Site;
        for (var frame = nesting.Acquire.Frame; !judgement.IsHere(at) && frame is { Caller: not null, CallSite: { } call }; frame = frame.Caller)
            at = call;
        return judgement.IsHere(at) ? at : nesting.Acquire.Event.Site;
    }

    private static bool IsLater(Site one, Site other) =>
        string.CompareOrdinal(one.Node?.SyntaxTree.FilePath, other.Node?.SyntaxTree.FilePath) is var order && (order > 0 || (order == 0 && one.Start > other.Start));
}
