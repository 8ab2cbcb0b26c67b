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
        message: "'{0}' is taken here while '{1}' is held, and '{2}' takes '{1}' while it holds '{0}': when each has its first guard, both wait for ever",
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
            yield return Find(one.Inner.Path, at, other.Acquire.Event.Site, Array.Empty<Site>(), DiagnosticSeverity.Info, FixKinds.None, NameOf(one.Inner.Path), NameOf(one.Outer.Path), other.By);
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
