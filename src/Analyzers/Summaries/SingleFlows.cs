using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>Which bodies of a type never run twice at a time: what a framework runs once, loops started once, and what only they start.</summary>
internal sealed class SingleFlows
{
    private readonly TypeUnderTest _type;
    private readonly TypeKnowledge? _knowledge;
    private readonly IReadOnlyDictionary<object, (LoweredBody Parent, NestedBody Nested)> _parents;

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

    /// <summary>Why the body never runs twice at a time; null where nothing says so.</summary>
    public string? Because(LoweredBody root, int depth = 0)
    {
        if (depth > 4)
            return null;
        if ((root.Traits & BodyTraits.EntryPoint) != 0)
            return "the entry point runs once";
        if ((root.Traits & BodyTraits.Nested) == 0 && _knowledge?.SingleFlowBecause(root.Name) is { } because)
            return because;
        var starts = _type.Starts.Of(root.Key);
        if (_parents.TryGetValue(root.Key, out var own))
        {
            if (own.Nested.When == RunsWhen.Concurrent)
                return null;
            if (starts.Count == 1)
                return Once(starts[0], root, depth);
            return null;
        }

        if ((root.Traits & BodyTraits.Private) == 0 || starts.Count == 0)
            return null;
        if (starts.All(s => RunsOnce(s) && ((s.In.Traits & BodyTraits.Constructor) != 0 || InsideConstructor(s.In))))
            return "only the constructor starts it";
        return starts.Count == 1 ? Once(starts[0], root, depth) : null;
    }

    /// <summary>The only start of a body: it runs once if it is a loop that is started and left to itself, or if its starter runs once.</summary>
    private string? Once(Start start, LoweredBody root, int depth)
    {
        if ((start.InLoop && !start.Awaited) || !RunsOnce(start))
            return null;
        if (start.Via?.EndsWith(Concurrency.ThatIsSetAgain, StringComparison.Ordinal) == true)
            return "its timer fires again only when it is through";
        if ((start.In.Traits & BodyTraits.Constructor) != 0 || InsideConstructor(start.In))
            return "only the constructor starts it";
        if (!start.Awaited && root.Suspends && Loops.BlocksInLoops(root).Any(l => l))
            return "a loop that is started once";
        return Because(start.In, depth + 1);
    }

    /// <summary>A call runs the body once; a delegate does where the API it is given to says so, and not where it is merely kept.</summary>
    private static bool RunsOnce(Start start) =>
        !start.IsDelegate || start.When is RunsWhen.Immediate or RunsWhen.Called || (start.When == RunsWhen.Deferred && start.Via is { } via && Concurrency.RunsOnce(via));

    private bool InsideConstructor(LoweredBody body)
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
