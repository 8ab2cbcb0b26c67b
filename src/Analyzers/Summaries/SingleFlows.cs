using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// Which bodies of a type never run twice at a time: what a framework runs once, loops started once, and what only these start, however
/// many calls lie between. Each body is asked once.
/// </summary>
internal sealed class SingleFlows
{
    private readonly TypeUnderTest _type;
    private readonly TypeKnowledge? _knowledge;
    private readonly IReadOnlyDictionary<object, (LoweredBody Parent, NestedBody Nested)> _parents;
    private readonly Dictionary<object, SingleFlow?> _known = new();

    /// <summary>For one type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="knowledge">What its declaration says; null for hand-built bodies.</param>
    /// <param name="parents">For each lambda and local function the body around it.</param>
    public SingleFlows(TypeUnderTest type, TypeKnowledge? knowledge, IReadOnlyDictionary<object, (LoweredBody Parent, NestedBody Nested)> parents)
    {
        _type = type;
        _knowledge = knowledge;
        _parents = parents;
    }

    /// <summary>The flow that the body is a part of, with why it never runs twice at a time; null where nothing says so.</summary>
    public SingleFlow? Of(LoweredBody body)
    {
        if (!_known.TryGetValue(body.Key, out var known))
            _known.Add(body.Key, known = Find(body));
        return known;
    }

    /// <summary>From the body up through all that starts it: every way must come from one flow.</summary>
    private SingleFlow? Find(LoweredBody body)
    {
        SingleFlow? flow = null;
        var seen = new HashSet<(object, bool)> { (body.Key, false) };
        var open = new Queue<(LoweredBody Body, bool Once)>();
        open.Enqueue((body, false));
        while (open.Count > 0)
        {
            var (current, once) = open.Dequeue();
            if (Beginning(current) is { } begins)
            {
                if (!IsOne(ref flow, begins))
                    return null;
                continue;
            }

            var starts = _type.Starts.Of(current.Key);
            var isNested = _parents.TryGetValue(current.Key, out var own);
            if (starts.Count == 0 || (once && starts.Count > 1) || (isNested ? own.Nested.When == RunsWhen.Concurrent : (current.Traits & BodyTraits.Private) == 0))
                return null;
            foreach (var start in starts)
            {
                if (!RunsOnce(start) || (once && start.InLoop))
                    return null;
                if (BeginningAt(start, current, starts.Count == 1) is { } here)
                {
                    if (!IsOne(ref flow, here))
                        return null;
                    continue;
                }

                var waits = start.Awaited || start.Blocks || (!start.IsDelegate && !current.Suspends);
                if (!waits && (starts.Count > 1 || start.InLoop))
                    return null;

                // What is left to itself must be started once in all: one start in each turn of a loop would meet the last one.
                var next = (start.In, once || (!waits && !start.IsDelegate));
                if (seen.Add((start.In.Key, next.Item2)))
                    open.Enqueue(next);
            }
        }

        return flow;
    }

    private static bool IsOne(ref SingleFlow? flow, SingleFlow other)
    {
        if (flow is not null && !Equals(flow.Root, other.Root))
            return false;
        flow = other;
        return true;
    }

    /// <summary>A flow that begins with the body: nobody but the system or a framework starts it.</summary>
    private SingleFlow? Beginning(LoweredBody body) =>
        (body.Traits & BodyTraits.EntryPoint) != 0 ? new SingleFlow(body.Key, "the entry point runs once")
        : (body.Traits & BodyTraits.Nested) == 0 && _knowledge?.SingleFlowBecause(body.Name) is { } because ? new SingleFlow(body.Key, because)
        : null;

    /// <summary>A flow that begins where the body is started: in the constructor, as a loop that is left to itself, by a timer that waits for it.</summary>
    private SingleFlow? BeginningAt(Start start, LoweredBody body, bool isOnly)
    {
        if (isOnly && start.Via?.EndsWith(Concurrency.ThatIsSetAgain, StringComparison.Ordinal) == true && !start.InLoop)
            return new SingleFlow(body.Key, "it is started again only when it is through");
        if (IsInConstructor(start.In) && (!start.InLoop || start.Awaited || !_parents.ContainsKey(body.Key)))
            return new SingleFlow(start.In.Key, "only the constructor starts it");
        return isOnly && !start.Awaited && !start.Blocks && !start.InLoop && body.Suspends && Loops.BlocksInLoops(body) is var inLoop && inLoop.Any(static l => l) && !(Empties(body, inLoop) && IsForEachCall(start.In))
            ? new SingleFlow(body.Key, "a loop that is started once")
            : null;
    }

    /// <summary>
    /// True for a loop that works off what has come together, and ends: <c>while (_queue.TryPeek(out var x)) { …; _queue.TryDequeue(out _); }</c>.
    /// Such a loop is started again whenever there is something to do, unlike one that waits for more.
    /// </summary>
    private static bool Empties(LoweredBody body, bool[] inLoop)
    {
        for (var b = 0; b < body.Blocks.Length; b++)
        {
            if (!inLoop[b] || body.Blocks[b].Condition is not { } condition)
                continue;
            foreach (var asked in body.Blocks[b].Events.OfType<Read>())
            {
                if (asked.Path is { IsContent: true, Root.Kind: RootKind.This or RootKind.Static } && (condition.Decider == asked.Slot || condition.From.Contains(asked.Slot)) && IsTakenOut(body, inLoop, asked.Path))
                    return true;
            }
        }

        return false;
    }

    private static bool IsTakenOut(LoweredBody body, bool[] inLoop, AccessPath path)
    {
        for (var b = 0; b < body.Blocks.Length; b++)
        {
            if (inLoop[b] && body.Blocks[b].Events.Any(e => e is Write { Kind: WriteKind.TakeOut or WriteKind.TestAndSet or WriteKind.Remove } write && write.Path.Equals(path)))
                return true;
        }

        return false;
    }

    /// <summary>True for a member that others call as often as they like, and that starts what it starts each time: nothing in it asks whether it runs already.</summary>
    private static bool IsForEachCall(LoweredBody body) =>
        (body.Traits & (BodyTraits.Private | BodyTraits.Constructor | BodyTraits.StaticConstructor | BodyTraits.EntryPoint)) == 0
        && !Concurrency.IsForStart(body.Name)
        && body.Blocks.All(static b => b.Condition is null && !b.Events.Any(static e => e is Write { Kind: WriteKind.TestAndSet or WriteKind.Exchange or WriteKind.Assign }));

    /// <summary>A call runs the body once; a delegate does where the API it is given to says so, and not where it is merely kept.</summary>
    private static bool RunsOnce(Start start) =>
        !start.IsDelegate || start.When is RunsWhen.Immediate or RunsWhen.Called || (start.When == RunsWhen.Deferred && start.Via is { } via && Concurrency.RunsOnce(via));

    private bool IsInConstructor(LoweredBody body)
    {
        for (var i = 0; i < 8 && _parents.TryGetValue(body.Key, out var around); i++)
        {
            if (around.Nested.When == RunsWhen.Concurrent)
                return false;
            body = around.Parent;
        }

        return (body.Traits & BodyTraits.Constructor) != 0;
    }
}

/// <summary>A flow of which there is never more than one at a time.</summary>
/// <param name="Root">The key of the body that it begins with.</param>
/// <param name="Because">Why, for messages.</param>
internal sealed record SingleFlow(object Root, string Because);
