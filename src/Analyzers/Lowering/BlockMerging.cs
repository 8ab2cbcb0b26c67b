using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>
/// Joins blocks that always follow each other: the compiler's graph splits runs wherever a temporary or a scope ends, which says
/// nothing about state and makes the flow visit more blocks.
/// </summary>
internal static class BlockMerging
{
    private const int None = -2;

    /// <summary>The same graph with straight runs joined and unreachable blocks dropped; the first block stays the entry.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public static ImmutableArray<LoweredBlock> Merge(ImmutableArray<LoweredBlock> blocks, ref int exit)
    {
        var entries = new int[blocks.Length];
        entries[0]++;
        entries[exit] += 2;
        foreach (var block in blocks)
        {
            for (var i = 0; Target(block, i) is var target && target != None; i++)
            {
                if (target >= 0)
                    entries[target]++;
            }
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
            for (var i = 0; Target(run, i) is var target && target != None; i++)
            {
                if (target >= 0 && starts.Add(target))
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

    /// <summary>The targets of a block by number: a block, -1 for a way that there is not, <see cref="None"/> behind the last.</summary>
    private static int Target(LoweredBlock block, int i) => i switch
    {
        0 => block.WhenTrue,
        1 => block.WhenFalse,
        _ when i - 2 < block.Handlers.Length => block.Handlers[i - 2],
        _ when i - 2 - block.Handlers.Length < block.Rethrows.Length => block.Rethrows[i - 2 - block.Handlers.Length],
        _ => None,
    };

    private static LoweredBlock Renumbered(LoweredBlock block, int[] numbers) => new()
    {
        Events = block.Events,
        Condition = block.Condition,
        WhenTrue = block.WhenTrue < 0 ? -1 : numbers[block.WhenTrue],
        WhenFalse = block.WhenFalse < 0 ? -1 : numbers[block.WhenFalse],
        Handlers = Renumbered(block.Handlers, numbers),
        HandlersStay = block.HandlersStay,
        RethrowsStay = block.RethrowsStay,
        Rethrows = Renumbered(block.Rethrows, numbers),
    };

    private static ImmutableArray<int> Renumbered(ImmutableArray<int> targets, int[] numbers)
    {
        if (targets.IsEmpty)
            return targets;
        var result = ImmutableArray.CreateBuilder<int>(targets.Length);
        foreach (var target in targets)
            result.Add(numbers[target]);
        return result.MoveToImmutable();
    }
}
