using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>Objects whose calls a framework runs one after the other, and what runs out of turn: members marked so, and timers, of which no run meets the next.</summary>
/// <param name="overlap">Who runs alone.</param>
/// <param name="type">The type.</param>
/// <param name="knowledge">What its declaration says; null for hand-built bodies.</param>
internal sealed class Turns(OverlapEvidence overlap, TypeUnderTest type, TypeKnowledge? knowledge)
{
    private const int MaxDepth = 3;
    private readonly bool _takes = knowledge is { TakesTurns: true };

    /// <summary>True where the delegate is given to a timer of such an object.</summary>
    public bool IsTimer(string? via) => _takes && Concurrency.IsTimerOfTurns(via);

    /// <summary>What runs out of turn here, this entry or one that writes the location; null for nothing.</summary>
    public string? Because(AccessPath path, LoweredBody root) =>
        IsMarked(root) ? LetIn(root) : Rivals(path, root) is { Count: > 0 } rivals ? LetIn(root) ?? LetIn(rivals[0].Flow.Root) : null;

    /// <summary>What comes between: for a call the writes of what runs out of turn, for that the writes of calls too.</summary>
    public IReadOnlyList<KnownAccess> Rivals(AccessPath path, LoweredBody root)
    {
        if (!_takes)
            return Array.Empty<KnownAccess>();
        var isLetIn = LetIn(root) is not null;
        return overlap.Rivals(path, root)
            .Where(w => (w.Flow.Root.Traits & BodyTraits.Disposal) == 0 && (LetIn(w.Flow.Root) is not null || (isLetIn && overlap.SingleFlow(w.Flow.Root) is null)))
            .ToList();
    }

    private string? LetIn(LoweredBody root) =>
        IsMarked(root) ? $"'{root.Name}' is marked to run while another call waits"
        : TimerOf(root) is { } timer ? $"'{timer}' lets its callback run while a call waits"
        : null;

    private bool IsMarked(LoweredBody root) => _takes && (root.Traits & BodyTraits.Nested) == 0 && knowledge!.RunsOutOfTurn(root.Name);

    /// <summary>The timer that runs the entry, or what calls it.</summary>
    private string? TimerOf(LoweredBody root, int depth = 0)
    {
        foreach (var start in type.Starts.Of(root.Key))
        {
            if (start.IsDelegate && start.Via is { } via && Concurrency.Interleaves(via))
                return via;
            if (!start.IsDelegate && depth < MaxDepth && (root.Traits & BodyTraits.Private) != 0 && TimerOf(start.In, depth + 1) is { } timer)
                return timer;
        }

        return null;
    }
}
