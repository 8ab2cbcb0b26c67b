using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>Which slots hold what an awaited operation has answered, or what was computed from it, anywhere in a graph.</summary>
internal static class AwaitedAnswers
{
    /// <summary>A flag for each slot of the graph.</summary>
    public static bool[] In(FlowGraph graph)
    {
        var result = new bool[graph.SlotCount];
        for (var changes = true; changes;)
        {
            changes = false;
            foreach (var node in graph.Nodes)
            {
                var slots = node.Frame.SlotBase;
                foreach (var e in node.Events)
                {
                    var slot = e switch
                    {
                        Suspend { Result: >= 0 } suspend => suspend.Result,
                        Let let when let.From.Any(f => result[f + slots]) => let.Slot,
                        _ => -1,
                    };
                    if (slot >= 0 && !result[slot + slots])
                        result[slot + slots] = changes = true;
                }
            }
        }

        return result;
    }
}
