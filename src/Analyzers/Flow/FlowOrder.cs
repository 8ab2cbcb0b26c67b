using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// The order in which a graph is gone through: reverse postorder, with the nodes of a loop (a strongly connected component) side by
/// side. What stands behind a loop is gone through when the loop has come to rest. Nodes that nothing reaches are left out.
/// </summary>
internal sealed class FlowOrder
{
    private readonly FlowGraph _graph;
    private readonly List<int> _postorder = new();
    private readonly List<int>[] _previous;

    /// <summary>Orders a graph.</summary>
    public FlowOrder(FlowGraph graph)
    {
        _graph = graph;
        _previous = new List<int>[graph.Nodes.Length];
        Walk();
        Nodes = new int[_postorder.Count];
        Place = new int[graph.Nodes.Length];
        Components = new List<(int Start, int End)>();
        Group();
    }

    /// <summary>The nodes in order.</summary>
    public int[] Nodes { get; }

    /// <summary>Where a node stands in <see cref="Nodes"/>.</summary>
    public int[] Place { get; }

    /// <summary>The loops and single nodes, as ranges of places; no edge leads from a later one to an earlier one.</summary>
    public List<(int Start, int End)> Components { get; }

    [MethodImpl(Tiering.AtOnce)]
    private void Walk()
    {
        var stack = new Stack<(int Node, int Next)>();
        _previous[0] = new List<int>(1);
        stack.Push((0, 0));
        while (stack.Count > 0)
        {
            var (n, i) = stack.Pop();
            if (i == NextCount(_graph.Nodes[n]))
            {
                _postorder.Add(n);
                continue;
            }

            stack.Push((n, i + 1));
            var next = Next(_graph.Nodes[n], i);
            if (next < 0)
                continue;
            if (_previous[next] is null)
            {
                _previous[next] = new List<int>(2);
                stack.Push((next, 0));
            }

            _previous[next].Add(n);
        }
    }

    /// <summary>
    /// In reverse postorder, what reaches a node backwards and is not in an earlier component is in the node's own (Kosaraju). The
    /// components come out in order; inside each the reverse postorder is kept.
    /// </summary>
    [MethodImpl(Tiering.AtOnce)]
    private void Group()
    {
        var component = new int[_graph.Nodes.Length];
        var sizes = new List<int>();
        var open = new Stack<int>();
        for (var i = _postorder.Count - 1; i >= 0; i--)
        {
            if (component[_postorder[i]] != 0)
                continue;
            sizes.Add(0);
            component[_postorder[i]] = sizes.Count;
            open.Push(_postorder[i]);
            while (open.Count > 0)
            {
                var n = open.Pop();
                sizes[sizes.Count - 1]++;
                foreach (var p in _previous[n])
                {
                    if (component[p] == 0)
                    {
                        component[p] = sizes.Count;
                        open.Push(p);
                    }
                }
            }
        }

        var free = new int[sizes.Count];
        for (int c = 0, start = 0; c < sizes.Count; c++)
        {
            Components.Add((start, start + sizes[c]));
            free[c] = start;
            start += sizes[c];
        }

        for (var i = _postorder.Count - 1; i >= 0; i--)
        {
            var n = _postorder[i];
            Place[n] = free[component[n] - 1]++;
            Nodes[Place[n]] = n;
        }
    }

    /// <summary>Handlers first: what is walked first comes last in the order, and a handler comes behind what it guards.</summary>
    private static int Next(FlowNode node, int i)
    {
        if (i < node.Handlers.Length)
            return node.Handlers[i];
        i -= node.Handlers.Length;
        return i switch { 0 => node.WhenTrue, 1 => node.WhenFalse, _ => node.Rethrows[i - 2] };
    }

    private static int NextCount(FlowNode node) => node.Handlers.Length + 2 + node.Rethrows.Length;
}
