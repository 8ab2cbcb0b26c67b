using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// Goes forward over a graph until nothing changes. Nodes wait in reverse postorder, so that a node is visited after what leads to
/// it; states only grow, so each node is visited a bounded number of times. Should that bound be passed all the same, the result
/// says so (<see cref="FlowResult.GaveUp"/>) and nothing is concluded from it.
/// </summary>
internal static class FlowEngine
{
    /// <summary>Visits allowed for each node on average; loops inside loops need about one visit per depth and fact.</summary>
    public const int VisitsPerNode = 48;

    /// <summary>Runs to the fixpoint or to the end of the budget.</summary>
    public static FlowResult Run(FlowGraph graph, CancellationToken cancellationToken = default)
    {
        var tables = new FlowTables(graph);
        var transfer = new Transfer(tables);
        var order = ReversePostorder(graph);
        var states = new MethodState?[graph.Nodes.Length];
        var waiting = new SortedSet<int> { order[0] };
        var nodeAt = new int[graph.Nodes.Length];
        for (var n = 0; n < nodeAt.Length; n++)
            nodeAt[order[n]] = n;
        states[0] = new MethodState();
        var visits = 0;
        var budget = (graph.Nodes.Length * VisitsPerNode) + 256;
        while (waiting.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = waiting.Min;
            waiting.Remove(first);
            if (++visits > budget)
                return new FlowResult(tables, transfer, states, visits, gaveUp: true);
            Visit(graph, nodeAt[first], tables, transfer, states, next => waiting.Add(order[next]));
        }

        return new FlowResult(tables, transfer, states, visits, gaveUp: false);
    }

    private static void Visit(FlowGraph graph, int n, FlowTables tables, Transfer transfer, MethodState?[] states, Action<int> wake)
    {
        var node = graph.Nodes[n];
        var state = states[n]!.Clone();

        // An exception can come before the first event and after each: every state on the way reaches the handlers. An event that
        // only fills a slot which nothing outside this node looks at makes no difference to them.
        Reach(node, state, states, wake);
        foreach (var e in node.Events)
        {
            transfer.Apply(state, e, node.Frame);
            if (Shows(e, tables, node.Frame.SlotBase))
                Reach(node, state, states, wake);
        }

        if (node.Condition is { } condition)
        {
            var onTrue = transfer.HeldOnEdge(state, condition, node.Frame, edge: true);
            var onFalse = transfer.HeldOnEdge(state, condition, node.Frame, edge: false);
            transfer.Decide(state, condition, n, node.Frame);
            state.Origins.Forget(tables.IsShortLived);
            Flow(node.WhenTrue, state, onTrue, states, wake);
            Flow(node.WhenFalse, state, onFalse, states, wake);
            return;
        }

        state.Origins.Forget(tables.IsShortLived);
        foreach (var next in node.Successors())
            Flow(next, state, 0, states, wake);
    }

    private static bool Shows(AccessEvent e, FlowTables tables, int slots) => e switch
    {
        Let let => !tables.IsShortLived(let.Slot + slots),
        Read read => read.Kind == ReadKind.Content || !tables.IsShortLived(read.Slot + slots),
        Call call => call.Result >= 0 && !tables.IsShortLived(call.Result + slots),
        New or Escape or Enter => false,
        _ => true,
    };

    private static void Reach(FlowNode node, MethodState state, MethodState?[] states, Action<int> wake)
    {
        foreach (var handler in node.Handlers)
            Flow(handler, state, 0, states, wake);
    }

    private static void Flow(int target, MethodState state, ulong held, MethodState?[] states, Action<int> wake)
    {
        if (target < 0)
            return;
        if (held != 0)
        {
            state = state.Clone();
            state.Take(held, survivesSuspension: true);
        }

        var known = states[target];
        if (known is null)
        {
            var copy = state.Clone();
            states[target] = copy;
            wake(target);
            return;
        }

        if ((known.Held & ~state.Held) == 0 && known.Decisions.Covers(state.Decisions) && known.Origins.Covers(state.Origins))
            return;
        var joined = new MethodState(Origins.Union(known.Origins, state.Origins), known.Decisions.Union(state.Decisions), known.Held & state.Held);
        states[target] = joined;
        wake(target);
    }

    /// <summary>For each node its place in reverse postorder; nodes that nothing reaches come last.</summary>
    private static int[] ReversePostorder(FlowGraph graph)
    {
        var place = new int[graph.Nodes.Length];
        for (var i = 0; i < place.Length; i++)
            place[i] = -1;
        var seen = new bool[graph.Nodes.Length];
        var stack = new Stack<(int Node, IEnumerator<int> Next)>();
        var last = graph.Nodes.Length - 1;

        void Push(int n)
        {
            seen[n] = true;
            stack.Push((n, AllNext(graph.Nodes[n]).GetEnumerator()));
        }

        Push(0);
        while (stack.Count > 0)
        {
            var (n, next) = stack.Peek();
            if (next.MoveNext())
            {
                if (!seen[next.Current])
                    Push(next.Current);
                continue;
            }

            stack.Pop();
            place[n] = last--;
        }

        var rest = 0;
        for (var n = 0; n < place.Length; n++)
        {
            if (seen[n])
                place[n] -= last + 1;
        }

        rest = graph.Nodes.Length - 1 - last;
        for (var n = 0; n < place.Length; n++)
        {
            if (!seen[n])
                place[n] = rest++;
        }

        return place;
    }

    private static IEnumerable<int> AllNext(FlowNode node)
    {
        foreach (var handler in node.Handlers)
            yield return handler;
        foreach (var next in node.Successors())
            yield return next;
    }
}

/// <summary>The states before each node.</summary>
internal sealed class FlowResult
{
    private readonly MethodState?[] _states;

    /// <summary>Made by the engine.</summary>
    public FlowResult(FlowTables tables, Transfer transfer, MethodState?[] states, int visits, bool gaveUp)
    {
        Tables = tables;
        Transfer = transfer;
        _states = states;
        Visits = visits;
        GaveUp = gaveUp;
    }

    /// <summary>Reads and guards of the graph.</summary>
    public FlowTables Tables { get; }

    /// <summary>The effects of events, to go through a node again.</summary>
    public Transfer Transfer { get; }

    /// <summary>How many nodes were gone through, counting repetitions.</summary>
    public int Visits { get; }

    /// <summary>True where the budget ended first: the states are not final.</summary>
    public bool GaveUp { get; }

    /// <summary>The state before the node's first event; null where nothing reaches it.</summary>
    public MethodState? Before(int node) => _states[node];
}
