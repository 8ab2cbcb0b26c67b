using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// Goes forward over a graph until nothing changes, loop by loop in the order of <see cref="FlowOrder"/>. Inside a loop it goes in
/// passes: what a back edge wakes waits for the next pass, so that the changes of all loops inside come together before a node is
/// visited again; taking the first waiting node each time would go through the rest of the loop once for each of them. States
/// only grow, so the passes end; three or four are the rule, and each level of loops can cost one more. A value that moves on by one
/// local in each turn of a loop needs as many turns as there are locals. Should the budget end first, the result says so
/// (<see cref="FlowResult.GaveUp"/>) and nothing is concluded from it.
/// </summary>
internal sealed class FlowEngine
{
    /// <summary>Visits allowed for each node on average.</summary>
    public const int VisitsPerNode = 48;

    /// <summary>Visits allowed for each event on average, for chains of values inside one node of a loop.</summary>
    public const int VisitsPerEvent = 2;

    private readonly FlowGraph _graph;
    private readonly FlowTables _tables;
    private readonly Transfer _transfer;
    private readonly MethodState?[] _states;
    private readonly FlowOrder _order;
    private readonly bool[] _waits;
    private readonly Func<int, bool> _isShortLived;
    private int _budget;
    private int _visits;

    private FlowEngine(FlowGraph graph)
    {
        _graph = graph;
        _tables = new FlowTables(graph);
        _transfer = new Transfer(_tables);
        _states = new MethodState?[graph.Nodes.Length];
        _order = new FlowOrder(graph);
        _waits = new bool[graph.Nodes.Length];
        _isShortLived = _tables.IsShortLived;
    }

    /// <summary>Runs to the fixpoint or to the end of the budget.</summary>
    public static FlowResult Run(FlowGraph graph, CancellationToken cancellationToken = default) => new FlowEngine(graph).Run(cancellationToken);

    private FlowResult Run(CancellationToken cancellationToken)
    {
        _budget = 256;
        foreach (var node in _graph.Nodes)
            _budget += VisitsPerNode + (VisitsPerEvent * node.Events.Length);
        Flow(0, new MethodState(), default);
        foreach (var (start, end) in _order.Components)
        {
            while (Pass(start, end))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_visits > _budget)
                    return new FlowResult(_tables, _transfer, _states, _visits, gaveUp: true);
            }
        }

        return new FlowResult(_tables, _transfer, _states, _visits, gaveUp: false);
    }

    /// <summary>Visits the waiting nodes of a component once; false where there were none.</summary>
    [MethodImpl(Tiering.AtOnce)]
    private bool Pass(int start, int end)
    {
        var any = false;
        for (var place = start; place < end; place++)
        {
            if (!_waits[place])
                continue;
            any = true;
            _waits[place] = false;
            if (++_visits > _budget)
                break;
            Visit(_order.Nodes[place]);
        }

        return any;
    }

    [MethodImpl(Tiering.AtOnce)]
    private void Visit(int n)
    {
        var node = _graph.Nodes[n];
        var state = _states[n]!.Clone();

        // An exception can come before the first event and after each: every state on the way reaches the handlers. An event that
        // only fills a slot which nothing outside this node looks at makes no difference to them. Giving a guard back does not fail.
        var fails = !node.Handlers.IsEmpty && (node.Events.IsEmpty || node.Events.Any(static e => e is not Release));
        var (quiet, given) = fails ? GuardAnswers.Quietly(node, _tables) : default;
        var asked = fails ? GuardAnswers.AskedFirst(node, _tables) : 0;
        if (fails)
            Reach(node, state, quiet, given, asked);
        for (var i = 0; i < node.Events.Length; i++)
        {
            var e = node.Events[i];
            var taken = state.Taken;
            _transfer.Apply(state, e, node.Frame);
            asked &= ~state.Taken;

            // Behind the last event nothing fails any more: what it has taken, it has taken without an exception.
            if (fails && Shows(e, node.Frame.SlotBase))
                Reach(node, state, quiet, (given &= state.Taken) | (i == node.Events.Length - 1 ? state.Taken & ~taken : 0), asked);
        }

        var answer = default(EdgeAnswer);
        var (refused, whenTrue) = (FactSet.Empty, false);
        if (node.Condition is { } condition)
        {
            answer = GuardAnswers.OnTrue(state, condition, node.Frame);
            (refused, whenTrue) = SentObjects.Asked(state, condition, node.Frame, _tables);
            _transfer.Decide(state, condition, n, node.Frame);
        }

        state.Origins.Forget(_isShortLived);
        // A throw comes to the handlers, also where nothing before it fails.
        if (!fails && node is { WhenTrue: < 0, WhenFalse: < 0, Rethrows.IsEmpty: true })
            Reach(node, state, 0, 0);
        var straight = node.WhenFalse < 0 && node.Rethrows.IsEmpty;
        Turn(n, node.WhenTrue, whenTrue ? SentObjects.On(state, refused) : state, answer, given: straight);
        Turn(n, node.WhenFalse, whenTrue ? state : SentObjects.On(state, refused), answer.Opposite);
        foreach (var next in node.Rethrows)
            Flow(next, state, default);
    }

    /// <summary>
    /// An edge that leads back begins another turn of its loop. What a turn has tested decides that turn, and whether there is a next one;
    /// what the next one does it decides anew. What was tested before the loop stands at its head in any case.
    /// </summary>
    private void Turn(int from, int target, MethodState state, EdgeAnswer answer, bool given = false)
    {
        if (target >= 0 && _order.Place[target] <= _order.Place[from] && !state.Decisions.IsEmpty)
        {
            state = state.Clone();
            state.Decisions = state.Decisions.Without(static f => Tokens.IsRead(f.Key));
        }

        Flow(target, state, answer, given);
    }

    private bool Shows(AccessEvent e, int slots) => e switch
    {
        Let let => !_tables.IsShortLived(let.Slot + slots),
        Read read => read.Kind is ReadKind.Content or ReadKind.View || !_tables.IsShortLived(read.Slot + slots),
        Call call => call.Result >= 0 && !_tables.IsShortLived(call.Result + slots),
        New or Escape or Enter or Advance or Sent or Change or Answered or Use => false,
        _ => true,
    };

    private void Reach(FlowNode node, MethodState state, ulong quiet, ulong given, ulong asked = 0)
    {
        if ((quiet | given | asked) != 0)
        {
            state = state.Clone();
            state.Held |= asked;
            state.NotGot(given & state.Taken);
            if ((state.Taken & quiet) == 0)
                state.Free &= ~quiet;
        }

        foreach (var handler in node.Handlers)
            Flow(handler, state, default);
    }

    /// <summary>A state comes to a node.</summary>
    /// <param name="given">True where nobody else goes on with the state: the node may keep it.</param>
    [MethodImpl(Tiering.AtOnce)]
    private void Flow(int target, MethodState state, EdgeAnswer answer, bool given = false)
    {
        if (target < 0)
            return;
        if (!answer.IsNone)
        {
            state = state.Clone();
            answer.Apply(state, _tables);
        }

        if (_states[target] is not { } known)
        {
            _states[target] = given ? state : state.Clone();
        }
        else if (known.Covers(state))
        {
            return;
        }
        else
        {
            _states[target] = MethodState.Join(known, state);
        }

        _waits[_order.Place[target]] = true;
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
