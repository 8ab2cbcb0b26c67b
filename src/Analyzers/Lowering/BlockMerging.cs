using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>
/// Joins blocks that always follow each other: the compiler's graph splits runs wherever a temporary or a scope ends, which says
/// nothing about state and makes the flow visit more blocks.
/// </summary>
internal static class BlockMerging
{
    /// <summary>The same graph with straight runs joined and unreachable blocks dropped; the first block stays the entry.</summary>
    public static ImmutableArray<LoweredBlock> Merge(ImmutableArray<LoweredBlock> blocks, ref int exit)
    {
        var entries = new int[blocks.Length];
        entries[0]++;
        entries[exit] += 2;
        foreach (var block in blocks)
        {
            foreach (var target in Targets(block))
                entries[target]++;
        }

        var merged = new List<LoweredBlock>();
        var numbers = new int[blocks.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = -1;
        var pending = new SortedSet<int> { 0, exit };
        var starts = new HashSet<int> { 0, exit };
        while (pending.Count > 0)
        {
            var start = pending.Min;
            pending.Remove(start);
            numbers[start] = merged.Count;
            var run = Run(blocks, start, entries, exit);
            merged.Add(run);
            foreach (var target in Targets(run))
            {
                if (starts.Add(target))
                    pending.Add(target);
            }
        }

        exit = numbers[exit];
        return merged.Select(b => Renumbered(b, numbers)).ToImmutableArray();
    }

    private static LoweredBlock Run(ImmutableArray<LoweredBlock> blocks, int start, int[] entries, int exit)
    {
        var current = blocks[start];
        while (current is { Condition: null, WhenTrue: >= 0, Rethrows.IsEmpty: true } && current.WhenTrue != exit && entries[current.WhenTrue] == 1)
        {
            var next = blocks[current.WhenTrue];
            var handlers = current.Events.IsEmpty ? next.Handlers : next.Events.IsEmpty && next.Condition is null ? current.Handlers : next.Handlers;
            if (!current.Events.IsEmpty && !handlers.SequenceEqual(current.Handlers))
                break;
            current = new LoweredBlock
            {
                Events = current.Events.AddRange(next.Events),
                Condition = next.Condition,
                WhenTrue = next.WhenTrue,
                WhenFalse = next.WhenFalse,
                Handlers = handlers,
                HandlersStay = handlers.SequenceEqual(next.Handlers) ? next.HandlersStay : current.HandlersStay,
                Rethrows = next.Rethrows,
                RethrowsStay = next.RethrowsStay,
            };
        }

        return current;
    }

    private static IEnumerable<int> Targets(LoweredBlock block)
    {
        if (block.WhenTrue >= 0)
            yield return block.WhenTrue;
        if (block.WhenFalse >= 0)
            yield return block.WhenFalse;
        foreach (var handler in block.Handlers)
            yield return handler;
        foreach (var handler in block.Rethrows)
            yield return handler;
    }

    private static LoweredBlock Renumbered(LoweredBlock block, int[] numbers) => new()
    {
        Events = block.Events,
        Condition = block.Condition,
        WhenTrue = block.WhenTrue < 0 ? -1 : numbers[block.WhenTrue],
        WhenFalse = block.WhenFalse < 0 ? -1 : numbers[block.WhenFalse],
        Handlers = block.Handlers.Select(h => numbers[h]).ToImmutableArray(),
        HandlersStay = block.HandlersStay,
        RethrowsStay = block.RethrowsStay,
        Rethrows = block.Rethrows.Select(h => numbers[h]).ToImmutableArray(),
    };
}
