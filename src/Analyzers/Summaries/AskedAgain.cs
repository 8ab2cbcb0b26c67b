using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>A task is waited for under a guard which it has to take before it can end.</summary>
/// <param name="Guard">The guard.</param>
/// <param name="First">Where it is taken first.</param>
/// <param name="Again">Where what the task stands for asks for it.</param>
/// <param name="Place">Where the task is started, or waited for if it was started elsewhere.</param>
/// <param name="Chain">The bodies from the one that holds the guard to the one that asks for it again.</param>
/// <param name="Stored">The field that holds the task; null where it is started under the guard.</param>
internal sealed record AskedAgain(AccessPath Guard, AcquireFact First, AcquireFact Again, Site Place, IReadOnlyList<LoweredBody> Chain, string? Stored)
{
    /// <summary>Those of a flow.</summary>
    public static IEnumerable<AskedAgain> In(MethodFlow flow, TypeUnderTest type)
    {
        foreach (var call in flow.Protocol.Calls)
        {
            if (!call.IsExact && CallDispatch.IsOpen(call.Target))
                continue;
            foreach (var (guard, bit) in call.Held)
            {
                if (IsOneObject(guard) && FirstOf(flow, bit, call.Node, call.Site) is { } first && IsWaitedFor(call, first, flow) && Asking(type, call.Target, guard) is { } again)
                    yield return new AskedAgain(guard, first, again, Places(first.Frame, call.Frame, call.Site)[0], call.Frame.Chain().Reverse().Concat(again.Frame.Chain().Reverse()).ToList(), null);
            }
        }

        foreach (var wait in flow.Protocol.Waits)
        {
            if (TaskWaits.AwaitedName(wait.Event.Site.Node) is not { } field || wait.Held.Count == 0)
                continue;
            foreach (var (guard, bit) in wait.Held)
            {
                if (!IsOneObject(guard) || FirstOf(flow, bit, wait.Node, wait.Event.Site) is not { } first)
                    continue;
                var again = StoredIn(field, type).Select(t => Asking(type, t, guard)).FirstOrDefault(a => a is not null);
                if (again is not null)
                    yield return new AskedAgain(guard, first, again, wait.Event.Site, again.Frame.Chain().Reverse().ToList(), field);
            }
        }
    }

    private static bool IsOneObject(AccessPath path) => !path.Truncated && path.Root.Kind is RootKind.This or RootKind.Static && !path.Steps.Any(s => s.IsElement);

    private static bool IsWaitedFor(HeldCall call, AcquireFact first, MethodFlow flow)
    {
        // Who holds the guard and returns the task has given the guard back when the task goes on.
        if (call.IsAwaited && !(ReferenceEquals(call.Frame, first.Frame) && (first.Frame.Body.Traits & BodyTraits.Async) == 0))
            return true;
        if (call.Site.Node is not { } node || TaskWaits.Of(node) is not { } wait)
            return false;
        return wait.Span.Contains(node.Span) || flow.Protocol.Waits.Any(w => w.Event.Site.Node == wait && w.Held.Any(h => h.Bit == first.Bit));
    }

    private static AcquireFact? FirstOf(MethodFlow flow, ulong bit, int node, Site site) =>
        flow.Protocol.Acquires.Where(a => a.Bit == bit && (a.Event.Traits & (AcquireTraits.Explicit | AcquireTraits.NotReentrant)) != 0 && (a.Node == node ? a.Event.Site.Start < site.Start : flow.ReachesAnyhow(a.Node, node)))
            .OrderBy(a => a.Event.Site.Start).FirstOrDefault();

    /// <summary>Where the body, or what it calls, asks for the guard without having it; null where it does not, or gives it back before.</summary>
    private static AcquireFact? Asking(TypeUnderTest type, object target, AccessPath guard)
    {
        if (type.Flows.FirstOrDefault(f => Equals(f.Root.Key, target)) is not { } flow)
            return null;

        // What the callers hold is held in the flow as well; what counts is whether the body asks without having given it back.
        return flow.Protocol.Acquires.FirstOrDefault(a => a.Path.Equals(guard) && (a.Event.Traits & (AcquireTraits.NotReentrant | AcquireTraits.Timed)) == AcquireTraits.NotReentrant && !a.Frame.IsBoundedSince(null)
            && (!a.IsTaken || flow.Protocol.Acquires.Any(h => h.Bit == a.Bit && h.IsCallers)) && flow.IsFirst(a.Bit, a.Node, a.Event.Site)
            && !CallersChoice.Is(a.Event.Site, new Site((Microsoft.CodeAnalysis.SyntaxNode?)null))
            && !flow.Protocol.Releases.Any(r => r.Bit == a.Bit && flow.IsFirst(r.Bit, r.Node, r.Event.Site) && flow.ReachesNormally(r.Node, a.Node)));
    }

    /// <summary>
    /// The calls by which the holder comes to ask again, the first one in its own body first. Where it runs what others have handed to it,
    /// theirs come first.
    /// </summary>
    /// <param name="holder">The activation that takes the guard.</param>
    /// <param name="inner">The one that asks again.</param>
    /// <param name="last">Where it does.</param>
    public static IReadOnlyList<Site> Places(Frame holder, Frame inner, Site last)
    {
        var inside = new List<Frame>();
        for (var frame = inner; frame is { Caller: not null } && !ReferenceEquals(frame, holder); frame = frame.Caller)
            inside.Insert(0, frame);
        var places = inside.Select(f => f.CallSite).Append(last).OfType<Site>().ToList();
        var handed = inside.FindLastIndex(f => f.IsHanded);
        if (handed >= 0 && (inside[handed].Body.Traits & BodyTraits.Nested) == 0)
            places.Insert(0, holder.CallSite ?? places[0]);
        else if (handed >= 0 && handed + 1 < places.Count && places[handed + 1].Node is { } node && holder.Body.Site.Node?.Span.Contains(node.Span) != true)
            places.RemoveRange(0, handed + 1);
        return places;
    }

    /// <summary>What is started somewhere in the type and put into the field.</summary>
    private static IEnumerable<object> StoredIn(string field, TypeUnderTest type)
    {
        foreach (var body in type.Bodies.Members.Concat(type.Bodies.Nested.Select(n => n.Body)))
        {
            foreach (var e in body.Blocks.SelectMany(b => b.Events))
            {
                if (e is Call or Enter && e.Site.Node is { } node && TaskWaits.StoredIn(node) == field)
                    yield return e is Call call ? call.Target : ((Enter)e).Body.Body.Key;
            }
        }
    }
}
