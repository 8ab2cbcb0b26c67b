using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
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
    }

    private Finding? Judge(MethodFlow flow, AcquireFact acquire, Judgement judgement)
    {
        var earlier = flow.Protocol.Acquires.Where(a => a.Bit == acquire.Bit && !a.Event.Site.Equals(acquire.Event.Site) && (a.Node == acquire.Node ? a.Event.Site.Start < acquire.Event.Site.Start : flow.ReachesNormally(a.Node, acquire.Node)) && (a.Event.Traits & (AcquireTraits.Explicit | AcquireTraits.NotReentrant)) != 0)
            .OrderBy(a => a.Event.Site.Start).ToList();
        if (earlier.Count == 0)
            return null;
        var first = earlier[0];
        var certain = !acquire.IsFree && acquire.Event.Kind == LockKind.Async;
        if (!certain && (flow.IsInLoop(first.Node) || !ReferenceEquals(first.Frame, acquire.Frame) || GuardPlaces.IsConditional(acquire.Event.Site, first.Event.Site) || flow.ReachesNormally(acquire.Node, first.Node)))
            return null;
        // What its caller tells not to ask for it does not; and of several permits, who always takes two wants two.
        if ((!ReferenceEquals(first.Frame, acquire.Frame) && GuardPlaces.IsCallersChoice(acquire.Event.Site, first.Event.Site)) || (acquire.Event.Kind == LockKind.Permit && !acquire.IsFree))
            return null;
        if (acquire.Frame.IsBoundedSince(first.Frame))
            return null;
        var at = Calls(first.Frame, acquire.Frame).Append(acquire.Event.Site).FirstOrDefault(judgement.IsHere) ?? acquire.Event.Site;
        var chain = Chain(acquire.Frame.Chain().Reverse(), judgement);
        var how = chain.IndexOf('→') >= 0 ? $"while it is held: {chain} waits for it again" : certain ? "while it is held" : "on a way on which it is held already";
        return Find(acquire.Path, at, first.Event.Site, new[] { acquire.Event.Site }, certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, FixKinds.None, NameOf(acquire.Path), how);
    }

    /// <summary>The members from the first to the last, those of other types with their type; what a lambda does, its member does.</summary>
    private static string Chain(IEnumerable<LoweredBody> bodies, Judgement judgement)
    {
        var names = new List<string>();
        foreach (var body in bodies)
        {
            var owner = body.Key is ISymbol { ContainingType: { } type } && judgement.Type.Symbol is INamedTypeSymbol here && !SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, here.OriginalDefinition) ? type.Name + "." : "";
            if (names.Count == 0 || names[names.Count - 1] != owner + body.Name || (body.Traits & BodyTraits.Nested) == 0)
                names.Add(owner + body.Name);
        }

        return string.Join(" → ", names.Select(n => $"'{n}'"));
    }

    /// <summary>The calls that lead to the inner activation, the outermost first: from the body of the outer one on, or from the root where the inner one is not inside it.</summary>
    private static IEnumerable<Site> Calls(Frame outer, Frame inner)
    {
        var calls = new List<Site>();
        for (var frame = inner; frame is { Caller: not null } && !ReferenceEquals(frame, outer); frame = frame.Caller)
        {
            if (frame.CallSite is { } call)
                calls.Add(call);
        }

        calls.Reverse();
        return calls;
    }
}
