using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

internal sealed class GuardTakenAgain : GuardRule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0203",
        name: "Guard taken again while held",
        since: "0.1.0",
        message: "'{0}' is asked for again {1}; a semaphore is not re-entrant, so the execution waits for itself",
        description: "Whoever holds a SemaphoreSlim or an async lock and asks for it once more, directly or through a call, waits for ever: nobody else can give it back. Call the part that needs no guard instead.");

    /// <summary>What the message says where the guard is asked for by whoever completes what is awaited under it.</summary>
    public static string How(SignalUnderGuard signal) => $"by what completes '{signal.Signal}', which is awaited here while it is held";

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var acquire in flow.Protocol.Acquires)
        {
            if (acquire.IsTaken && (acquire.Event.Traits & (AcquireTraits.NotReentrant | AcquireTraits.Timed)) == AcquireTraits.NotReentrant && IsOneObject(acquire.Path) && Judge(flow, acquire, judgement) is { } finding)
                yield return finding;
        }

        foreach (var again in AskedAgain.In(flow, judgement.Type))
        {
            if (!judgement.IsHere(again.Place))
                continue;
            var how = again.Stored is null ? $"while it is held: {Chain(again.Chain, judgement)} waits for it again" : $"by {Chain(again.Chain, judgement)}, whose task is in '{again.Stored}' and is awaited here while it is held";
            yield return Find(again.Guard, again.Place, again.First.Event.Site, new[] { again.Again.Event.Site }, again.Stored is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, FixKinds.None, NameOf(again.Guard), how);
        }
    }

    private Finding? Judge(MethodFlow flow, AcquireFact acquire, Judgement judgement)
    {
        var certain = !acquire.IsFree && acquire.Event.Kind == LockKind.Async;
        var earlier = flow.Protocol.Acquires.Where(a => a.Bit == acquire.Bit && !a.Event.Site.Equals(acquire.Event.Site) && (a.Node == acquire.Node ? a.Event.Site.Start < acquire.Event.Site.Start : certain ? flow.ReachesAnyhow(a.Node, acquire.Node) : flow.ReachesNormally(a.Node, acquire.Node)) && (a.Event.Traits & (AcquireTraits.Explicit | AcquireTraits.NotReentrant)) != 0)
            .OrderBy(a => a.Event.Site.Start).ToList();
        if (earlier.Count == 0)
            return null;
        var first = earlier[0];
        if (!certain && (flow.IsInLoop(first.Node) || !ReferenceEquals(first.Frame, acquire.Frame) || GuardPlaces.IsConditional(acquire.Event.Site, first.Event.Site) || flow.ReachesNormally(acquire.Node, first.Node)))
            return null;
        // What its caller tells not to ask for it does not; and of several permits, who always takes two wants two.
        if ((!ReferenceEquals(first.Frame, acquire.Frame) && CallersChoice.Is(acquire.Event.Site, first.Event.Site)) || (acquire.Event.Kind == LockKind.Permit && !acquire.IsFree))
            return null;
        if (RaisedFlags.SayGivenBack(acquire.Event.Site, NameOf(acquire.Path)))
            return null;
        if (acquire.Frame.IsBoundedSince(first.Frame) || IsReturned(first.Frame, acquire.Frame))
            return null;
        var at = AskedAgain.Places(first.Frame, acquire.Frame, acquire.Event.Site).FirstOrDefault(judgement.IsHere) ?? acquire.Event.Site;
        var chain = Chain(acquire.Frame.Chain().Reverse(), judgement);
        var how = chain.IndexOf('→') >= 0 ? $"while it is held: {chain} waits for it again" : certain ? "while it is held" : "on a way on which it is held already";

        // Where the place is that of a caller, the guard is taken by its call.
        var taken = first.Frame.CallSite is { } by && at.Node is { } node && first.Frame.Body.Site.Node?.Span.Contains(node.Span) == false ? by : first.Event.Site;
        return Find(acquire.Path, at, taken, new[] { first.Event.Site, acquire.Event.Site }, certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, FixKinds.None, NameOf(acquire.Path), how);
    }

    /// <summary>True where the holder does not wait for the task but returns it: when it goes on, the guard has been given back.</summary>
    private static bool IsReturned(Frame first, Frame again)
    {
        if ((first.Body.Traits & BodyTraits.Async) != 0)
            return false;
        var returned = false;
        for (var frame = again; frame is not null; frame = frame.Caller)
        {
            if (ReferenceEquals(frame, first))
                return returned;
            returned |= (frame.Body.Traits & BodyTraits.Async) != 0;
        }

        return false;
    }
}
