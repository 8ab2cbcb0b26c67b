using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// Which branches decide whether a node is reached: the iterated control dependence of Ferrante, Ottenstein and Warren, over
/// post-dominators. Two additions make it total. Ways that never end (endless loops) get an edge to the exit, because without one
/// nothing in them would have a post-dominator. And entering a protected region is a branch of its own, between the region and
/// its handlers: a handler is thereby decided by what decides the region, without every call inside becoming a branch.
/// </summary>
internal sealed class ControlDependence
{
    private readonly List<int>[] _next;
    private readonly List<int>[] _previous;
    private readonly int[] _postDominator;
    private readonly int[] _number;
    private readonly List<int>?[] _decidedBy;
    private readonly Dictionary<int, bool[]> _closure = new();

    /// <summary>Computes the post-dominators of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="withFailures">False to leave out the ways that end in a throw: then a branch does not decide what only an exception in between keeps from happening.</param>
    [MethodImpl(Tiering.AtOnce)]
    public ControlDependence(FlowGraph graph, bool withFailures = true)
    {
        var fails = withFailures ? new bool[graph.Nodes.Length] : Failing(graph);
        var handlers = ProtectedRegions.HandlersOf(graph);
        var entries = ProtectedRegions.Entries(graph, handlers);
        var exit = graph.Exit;
        var count = graph.Nodes.Length + entries.Count;
        _next = new List<int>[count];
        _previous = new List<int>[count];
        for (var i = 0; i < count; i++)
        {
            _next[i] = new List<int>(2);
            _previous[i] = new List<int>(2);
        }

        var virtualOf = new Dictionary<int, int>();
        foreach (var entry in entries)
            virtualOf[entry] = graph.Nodes.Length + virtualOf.Count;
        for (var n = 0; n < graph.Nodes.Length; n++)
        {
            foreach (var next in graph.Nodes[n].Successors)
            {
                if (fails[next])
                    continue;
                var enters = virtualOf.TryGetValue(next, out var v) && !handlers[n].SequenceEqual(handlers[next]);
                Edge(n, enters ? v : next);
            }

            // A side of a branch that only throws has no node of its own; it is a way out all the same.
            if (withFailures && graph.Nodes[n].Condition is not null && (graph.Nodes[n].WhenTrue < 0 || graph.Nodes[n].WhenFalse < 0))
                Edge(n, exit);
        }

        foreach (var entry in virtualOf)
        {
            Edge(entry.Value, entry.Key);
            foreach (var handler in handlers[entry.Key])
            {
                if (!fails[handler])
                    Edge(entry.Value, handler);
            }
        }

        ConnectToExit(exit);
        _number = new int[count];
        _postDominator = PostDominators(exit);
        _decidedBy = new List<int>?[count];
        for (var n = 0; n < count; n++)
            FindDecided(n);
    }

    /// <summary>True where taking one way or the other at <paramref name="branch"/> decides whether <paramref name="node"/> is reached.</summary>
    public bool Decides(int branch, int node)
    {
        if (!_closure.TryGetValue(node, out var all))
        {
            _closure[node] = all = new bool[_next.Length];
            var open = new Stack<int>();
            open.Push(node);
            while (open.Count > 0)
            {
                if (_decidedBy[open.Pop()] is not { } by)
                    continue;
                foreach (var b in by)
                {
                    if (all[b])
                        continue;
                    all[b] = true;
                    open.Push(b);
                }
            }
        }

        return all[branch];
    }

    /// <summary>The nodes from which every normal way ends in a throw; an endless loop is no such way.</summary>
    public static bool[] Failing(FlowGraph graph)
    {
        var fails = new bool[graph.Nodes.Length];
        for (var grows = true; grows;)
        {
            grows = false;
            for (var n = fails.Length - 1; n >= 0; n--)
            {
                if (fails[n] || n == graph.Exit || GoesOn(n))
                    continue;
                fails[n] = true;
                grows = true;
            }
        }

        return fails;

        bool GoesOn(int node)
        {
            foreach (var next in graph.Nodes[node].NormalSuccessors)
            {
                if (!fails[next])
                    return true;
            }

            return false;
        }
    }

    private void Edge(int from, int to)
    {
        _next[from].Add(to);
        _previous[to].Add(from);
    }

    private void ConnectToExit(int exit)
    {
        var reaches = new bool[_next.Length];
        void Mark(int start)
        {
            var open = new Stack<int>();
            open.Push(start);
            reaches[start] = true;
            while (open.Count > 0)
            {
                foreach (var p in _previous[open.Pop()])
                {
                    if (!reaches[p])
                    {
                        reaches[p] = true;
                        open.Push(p);
                    }
                }
            }
        }

        Mark(exit);

        // Throws first; then, of the endless loops, the nodes with the highest numbers: lowering numbers them in source order.
        for (var pass = 0; pass < 2; pass++)
        {
            for (var n = _next.Length - 1; n >= 0; n--)
            {
                if (!reaches[n] && (pass == 1 || _next[n].Count == 0))
                {
                    Edge(n, exit);
                    Mark(n);
                }
            }
        }
    }

    [MethodImpl(Tiering.AtOnce)]
    private int[] PostDominators(int exit)
    {
        var order = new List<int>();
        var seen = new bool[_next.Length];
        var stack = new Stack<(int Node, int Next)>();
        stack.Push((exit, 0));
        seen[exit] = true;
        while (stack.Count > 0)
        {
            var (n, i) = stack.Pop();
            if (i < _previous[n].Count)
            {
                stack.Push((n, i + 1));
                var p = _previous[n][i];
                if (!seen[p])
                {
                    seen[p] = true;
                    stack.Push((p, 0));
                }

                continue;
            }

            _number[n] = order.Count;
            order.Add(n);
        }

        var dominator = new int[_next.Length];
        for (var n = 0; n < dominator.Length; n++)
            dominator[n] = -1;
        dominator[exit] = exit;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = order.Count - 1; i >= 0; i--)
            {
                var n = order[i];
                if (n == exit)
                    continue;
                var found = -1;
                foreach (var next in _next[n])
                {
                    if (dominator[next] >= 0)
                        found = found < 0 ? next : Meet(dominator, found, next);
                }

                if (found >= 0 && dominator[n] != found)
                {
                    dominator[n] = found;
                    changed = true;
                }
            }
        }

        return dominator;
    }

    private int Meet(int[] dominator, int a, int b)
    {
        while (a != b)
        {
            while (_number[a] < _number[b])
                a = dominator[a];
            while (_number[b] < _number[a])
                b = dominator[b];
        }

        return a;
    }

    /// <summary>From each successor up the post-dominator tree until the branch's own post-dominator: all of these are decided by the branch.</summary>
    private void FindDecided(int branch)
    {
        if (_next[branch].Count < 2)
            return;
        foreach (var next in _next[branch])
        {
            var steps = 0;
            for (var n = next; n >= 0 && n != _postDominator[branch] && steps++ < _next.Length; n = _postDominator[n])
            {
                var by = _decidedBy[n] ??= new List<int>();
                if (by.Count == 0 || by[by.Count - 1] != branch)
                    by.Add(branch);
                if (n == _postDominator[n])
                    break;
            }
        }
    }
}
