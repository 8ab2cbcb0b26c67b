using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// Looks for a place that is not this execution's own and that is looked at before a suspension and again after it, without being set in between: what
/// somebody has set for this execution before it began is there the first time only.
/// </summary>
internal static class LookedAgain
{
    /// <summary>The first such two looks at each place.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="wanted">Whether a place is not this execution's own.</param>
    public static IEnumerable<Carried> In(FlowGraph graph, Func<AccessPath, bool> wanted)
    {
        HashSet<AccessPath>? found = null;
        for (var n = 0; n < graph.Nodes.Length; n++)
        {
            var node = graph.Nodes[n];
            for (var i = 0; i < node.Events.Length; i++)
            {
                if (node.Events[i] is not Read read || node.Frame.Resolve(read.Path) is not { Truncated: false } place || !wanted(place))
                    continue;
                found ??= new HashSet<AccessPath>();
                if (!found.Contains(place) && Follow(graph, place, new AccessPlace(read, n, node.Frame), i) is { } carried && found.Add(place))
                    yield return carried;
            }
        }
    }

    private static Carried? Follow(FlowGraph graph, AccessPath place, AccessPlace begin, int at)
    {
        var seen = new HashSet<(int, bool)>();
        var open = new Stack<(int Node, int From, Suspend? Passed)>();
        open.Push((begin.Node, at + 1, null));
        while (open.Count > 0)
        {
            var (n, from, passed) = open.Pop();
            var node = graph.Nodes[n];
            var ends = false;
            for (var i = from; i < node.Events.Length && !ends; i++)
            {
                switch (node.Events[i])
                {
                    case Suspend suspend:
                        passed ??= suspend;
                        break;
                    case Write write when node.Frame.Resolve(write.Path).Equals(place):
                        ends = true;
                        break;
                    case Read again when passed is not null && node.Frame.Resolve(again.Path).Equals(place):
                        return new Carried(CarriedHow.Looked, place, begin, passed, new AccessPlace(again, n, node.Frame));
                }
            }

            if (ends)
                continue;
            foreach (var next in node.AllSuccessors)
            {
                if (seen.Add((next, passed is not null)))
                    open.Push((next, 0, passed));
            }
        }

        return null;
    }
}
