using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>Which nodes of a graph lie on ways from where to where; exceptional ways count.</summary>
internal sealed class Ways
{
    private readonly FlowGraph _graph;
    private readonly Dictionary<int, NodeSet> _from = new();
    private readonly Dictionary<int, NodeSet> _normally = new();
    private readonly Dictionary<int, NodeSet> _to = new();
    private List<int>[]? _previous;

    /// <summary>For one graph; nothing is computed before it is asked for.</summary>
    public Ways(FlowGraph graph) => _graph = graph;

    /// <summary>The node and all that it leads to.</summary>
    public NodeSet From(int node)
    {
        if (!_from.TryGetValue(node, out var known))
            _from[node] = known = Walk(node, Direction.All);
        return known;
    }

    /// <summary>The node and all that it leads to without an exception.</summary>
    public NodeSet Normally(int node)
    {
        if (!_normally.TryGetValue(node, out var known))
            _normally[node] = known = Walk(node, Direction.Normal);
        return known;
    }

    /// <summary>The node and all that leads to it.</summary>
    public NodeSet To(int node)
    {
        if (!_to.TryGetValue(node, out var known))
            _to[node] = known = Walk(node, Direction.Back);
        return known;
    }

    /// <summary>The nodes between two nodes, without these.</summary>
    public IEnumerable<int> Between(int from, int to)
    {
        var before = To(to);
        foreach (var n in From(from))
        {
            if (n != from && n != to && before.Contains(n))
                yield return n;
        }
    }

    /// <summary>The node and all that it leads to before one of the avoided nodes, or the last one, is reached; the last one included.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public HashSet<int> Without(int node, HashSet<int> avoided, int last)
    {
        var seen = new HashSet<int> { node };
        var open = new Stack<int>(seen);
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (at == last)
                continue;
            foreach (var next in _graph.Nodes[at].AllSuccessors)
            {
                if (!avoided.Contains(next) && seen.Add(next))
                    open.Push(next);
            }
        }

        return seen;
    }

    private List<int>[] Previous
    {
        get
        {
            if (_previous is not null)
                return _previous;
            var previous = new List<int>[_graph.Nodes.Length];
            for (var n = 0; n < previous.Length; n++)
                previous[n] = new List<int>();
            for (var n = 0; n < previous.Length; n++)
            {
                foreach (var next in _graph.Nodes[n].AllSuccessors)
                    previous[next].Add(n);
            }

            return _previous = previous;
        }
    }

    private enum Direction
    {
        All,
        Normal,
        Back,
    }

    [MethodImpl(Tiering.AtOnce)]
    private NodeSet Walk(int start, Direction direction)
    {
        var seen = new NodeSet(_graph.Nodes.Length);
        seen.Add(start);
        var open = new Stack<int>();
        open.Push(start);
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (direction == Direction.Back)
            {
                foreach (var n in Previous[at])
                {
                    if (seen.Add(n))
                        open.Push(n);
                }

                continue;
            }

            var node = _graph.Nodes[at];
            foreach (var n in direction == Direction.Normal ? node.NormalSuccessors : node.AllSuccessors)
            {
                if (seen.Add(n))
                    open.Push(n);
            }
        }

        return seen;
    }
}
