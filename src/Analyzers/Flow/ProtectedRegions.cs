using System.Collections.Immutable;

namespace AsyncStateAnalyzers.Flow;

/// <summary>In which protected region each node of a graph stands, and where regions are entered.</summary>
internal static class ProtectedRegions
{
    /// <summary>
    /// The handlers of each node. A node in which nothing happens stands in the region that it leads to; but a side of a branch in which nothing
    /// happens stands with the branch, so that both sides enter what follows by the same way and the branch decides nothing there.
    /// </summary>
    public static ImmutableArray<int>[] HandlersOf(FlowGraph graph)
    {
        var result = new ImmutableArray<int>[graph.Nodes.Length];
        for (var n = 0; n < result.Length; n++)
        {
            var node = graph.Nodes[n];
            for (var steps = 0; steps < 8 && IsEmpty(node); steps++)
                node = graph.Nodes[node.WhenTrue];
            result[n] = node.Handlers;
        }

        for (var n = 0; n < result.Length; n++)
        {
            var branch = graph.Nodes[n];
            if (branch.Condition is null || branch.WhenTrue < 0 || branch.WhenFalse < 0 || branch.WhenTrue == branch.WhenFalse)
                continue;
            if (IsEmpty(graph.Nodes[branch.WhenTrue]) && graph.Nodes[branch.WhenTrue].WhenTrue == branch.WhenFalse)
                result[branch.WhenTrue] = result[n];
            else if (IsEmpty(graph.Nodes[branch.WhenFalse]) && graph.Nodes[branch.WhenFalse].WhenTrue == branch.WhenTrue)
                result[branch.WhenFalse] = result[n];
        }

        return result;

        static bool IsEmpty(FlowNode node) => node is { Handlers.IsEmpty: true, Events.IsEmpty: true, Condition: null, WhenTrue: >= 0 };
    }

    /// <summary>The nodes by which control comes into a region from another one.</summary>
    public static List<int> Entries(FlowGraph graph, ImmutableArray<int>[] handlers)
    {
        var result = new List<int>();
        var seen = new HashSet<int>();
        for (var n = 0; n < graph.Nodes.Length; n++)
        {
            foreach (var next in graph.Nodes[n].Successors)
            {
                if (!handlers[next].IsEmpty && !seen.Contains(next) && !handlers[n].SequenceEqual(handlers[next]))
                {
                    seen.Add(next);
                    result.Add(next);
                }
            }
        }

        return result;
    }
}
