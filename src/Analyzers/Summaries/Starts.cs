using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>How the bodies of a type are started: by whom they are called, whether awaited on the spot, and of which a delegate is made.</summary>
internal sealed class Starts
{
    private readonly Dictionary<object, List<Start>> _starts = new();

    private Starts()
    {
    }

    /// <summary>Looks through all bodies.</summary>
    public static Starts Of(TypeBodies bodies)
    {
        var result = new Starts();
        foreach (var body in bodies.Members.Concat(bodies.Nested.Select(n => n.Body)))
            result.Look(body, bodies);
        return result;
    }

    /// <summary>The places that start the body; empty where nothing in the type does.</summary>
    public IReadOnlyList<Start> Of(object key) => _starts.TryGetValue(key, out var found) ? found : Array.Empty<Start>();

    /// <summary>True where a delegate is made of a member.</summary>
    public bool IsDelegate(object key) => Of(key).Any(s => s.IsDelegate);

    private void Look(LoweredBody body, TypeBodies bodies)
    {
        var inLoop = Loops.BlocksInLoops(body);
        HashSet<object>? underGuard = null;
        for (var b = 0; b < body.Blocks.Length; b++)
        {
            foreach (var e in body.Blocks[b].Events)
            {
                switch (e)
                {
                    case Call call:
                        Add(bodies.FindNested(call.Target)?.Body.Key ?? call.Target, new Start(body, call.Site, call.Awaited, inLoop[b], IsDelegate: false, RunsWhen.Called, null) { Block = b, Blocks = call.Blocks, WaitedForLater = !call.Awaited && inLoop[b] && IsWaitedForLater(body, call.Result) });
                        foreach (var argument in call.Arguments)
                        {
                            if (argument.Delegate is { } key && bodies.FindNested(key) is null && underGuard?.Contains(key) != true)
                                Add(key, new Start(body, call.Site, Awaited: false, inLoop[b], IsDelegate: true, RunsWhen.Deferred, null));
                        }

                        break;
                    case Enter enter:
                        // What runs a member under a guard is handed the member as well, where its own body is not at hand.
                        if (enter.Body.RunsUnder is not null)
                            (underGuard ??= new HashSet<object>()).UnionWith(enter.Body.Body.Blocks.SelectMany(static block => block.Events).OfType<Call>().Select(static c => c.Target));
                        Add(enter.Body.Body.Key, new Start(body, enter.Site, Awaited: false, inLoop[b], IsDelegate: true, enter.Body.When, enter.Body.Via));
                        break;
                }
            }
        }
    }

    /// <summary>True where the task is kept and waited for further on, or stored as the one that runs: then the next turn of a loop comes behind it.</summary>
    private static bool IsWaitedForLater(LoweredBody body, int task)
    {
        if (task < 0)
            return false;
        var tasks = new HashSet<int> { task };
        for (var count = 0; count < tasks.Count;)
        {
            count = tasks.Count;
            foreach (var block in body.Blocks)
            {
                foreach (var e in block.Events)
                {
                    switch (e)
                    {
                        case Let let when let.From.Any(tasks.Contains):
                            tasks.Add(let.Slot);
                            break;
                        case Suspend suspend when tasks.Contains(suspend.Of):
                        case Write { Kind: WriteKind.Assign, Path: { IsContent: false } path } write when (path.Traits & LocationTraits.TaskLike) != 0 && write.From.Any(tasks.Contains):
                            return true;
                    }
                }
            }
        }

        return false;
    }

    private void Add(object key, Start start)
    {
        if (!_starts.TryGetValue(key, out var list))
            _starts.Add(key, list = new List<Start>());
        if (!list.Any(s => s.IsDelegate == start.IsDelegate && s.Site.Equals(start.Site)))
            list.Add(start);
    }
}

/// <summary>A place that starts a body.</summary>
/// <param name="In">The body it stands in.</param>
/// <param name="Site">The call, or the place where the delegate is made.</param>
/// <param name="Awaited">True where the start is awaited on the spot.</param>
/// <param name="InLoop">True inside a loop of <paramref name="In"/>.</param>
/// <param name="IsDelegate">True where a delegate is made; false for a call.</param>
/// <param name="When">For a delegate: when it runs.</param>
/// <param name="Via">For a delegate: what it is given to.</param>
internal sealed record Start(LoweredBody In, Site Site, bool Awaited, bool InLoop, bool IsDelegate, RunsWhen When, string? Via)
{
    /// <summary>The block of <see cref="In"/> it stands in.</summary>
    public int Block { get; init; }

    /// <summary>For a call: true where the thread stands still until it has ended.</summary>
    public bool Blocks { get; init; }

    /// <summary>For a call in a loop whose task is kept: true where it is waited for before the next turn, as far as can be seen.</summary>
    public bool WaitedForLater { get; init; }

    /// <summary>True where one run of <see cref="In"/> can come to both places: two branches of one decision are alternatives, not two starts.</summary>
    public bool CanFollow(Start other) => !ReferenceEquals(this, other) && (Block == other.Block || Loops.Reaches(In, other.Block, Block));
}

/// <summary>Which blocks of a body lie in a loop.</summary>
internal static class Loops
{
    /// <summary>True where control can come from one block to another.</summary>
    public static bool Reaches(LoweredBody body, int from, int to)
    {
        var seen = new bool[body.Blocks.Length];
        var open = new Stack<int>();
        open.Push(from);
        while (open.Count > 0)
        {
            var block = body.Blocks[open.Pop()];
            foreach (var next in block.Handlers.Concat(block.Rethrows).Concat(new[] { block.WhenTrue, block.WhenFalse }))
            {
                if (next == to)
                    return true;
                if (next >= 0 && !seen[next])
                {
                    seen[next] = true;
                    open.Push(next);
                }
            }
        }

        return false;
    }

    /// <summary>For each block whether it can reach itself: a strongly connected component of more than one block, or a self edge (Tarjan).
    /// A way through an exception handler makes no loop: what is tried again has failed before.</summary>
    public static bool[] BlocksInLoops(LoweredBody body)
    {
        var count = body.Blocks.Length;
        var result = new bool[count];
        var index = new int[count];
        var low = new int[count];
        var onStack = new bool[count];
        var next = 1;
        var component = new Stack<int>();
        var work = new Stack<(int Node, int Edge)>();
        for (var root = 0; root < count; root++)
        {
            if (index[root] != 0)
                continue;
            work.Push((root, 0));
            while (work.Count > 0)
            {
                var (n, edge) = work.Pop();
                if (edge == 0)
                {
                    index[n] = low[n] = next++;
                    component.Push(n);
                    onStack[n] = true;
                }

                var block = body.Blocks[n];
                var targets = edge switch { 0 => block.WhenTrue, 1 => block.WhenFalse, _ => -2 };
                if (targets == -2)
                {
                    if (low[n] == index[n])
                        Close(n);
                    if (work.Count > 0)
                    {
                        var parent = work.Peek().Node;
                        low[parent] = Math.Min(low[parent], low[n]);
                    }

                    continue;
                }

                work.Push((n, edge + 1));
                if (targets < 0)
                    continue;
                if (targets == n)
                    result[n] = true;
                if (index[targets] == 0)
                    work.Push((targets, 0));
                else if (onStack[targets])
                    low[n] = Math.Min(low[n], index[targets]);
            }
        }

        return result;

        void Close(int n)
        {
            var size = 0;
            int member;
            var members = new List<int>();
            do
            {
                member = component.Pop();
                onStack[member] = false;
                members.Add(member);
                size++;
            }
            while (member != n);
            if (size > 1)
            {
                foreach (var m in members)
                    result[m] = true;
            }
        }
    }
}
