using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Knowledge.Tables;
namespace AsyncStateAnalyzers.Summaries;

/// <content>How a body's runs are started.</content>
internal sealed partial class OverlapEvidence
{
    /// <summary>Two runs of the body, started without waiting for the first.</summary>
    private Evidence? StartedTogether(LoweredBody body)
    {
        if (!_together.TryGetValue(body.Key, out var evidence))
            _together.Add(body.Key, evidence = FindStartedTogether(body));
        return evidence;
    }

    private Evidence? FindStartedTogether(LoweredBody body)
    {
        var starts = _type.Starts.Of(body.Key).Where(s => !_turns.IsTimer(s.Via)).ToList();
        if (_parents.TryGetValue(body.Key, out var own) && own.Nested.When == RunsWhen.Concurrent && !_turns.IsTimer(own.Nested.Via))
            return Together(Runs(own.Nested.Via), own.Nested.Via);
        foreach (var start in starts)
        {
            if (start.IsDelegate && start.When == RunsWhen.Concurrent)
                return Together(Runs(start.Via), start.Via);
            if (!start.IsDelegate && !start.Awaited && start.InLoop && !start.WaitedForLater && (body.Traits & BodyTraits.Async) != 0)
                return Together($"'{start.In.Name}' starts it in a loop without waiting");
            if (!start.IsDelegate && _parents.TryGetValue(start.In.Key, out var around) && around.Nested.When == RunsWhen.Concurrent)
                return Together(Runs(around.Nested.Via), around.Nested.Via);
        }

        var unawaited = starts.Where(s => !s.IsDelegate && !s.Awaited).GroupBy(s => s.In.Key).FirstOrDefault(g => g.Any(a => g.Any(b => b.CanFollow(a))));
        return unawaited is not null && (body.Traits & BodyTraits.Async) != 0
            ? Together($"'{unawaited.First().In.Name}' starts it twice without waiting")
            : null;

        static Evidence Together(string because, string? via = null) =>
            new(Concurrency.Subscribes(via) ? EvidenceStrength.Possible : via is not null && Concurrency.UsuallyOneAtATime(via) ? EvidenceStrength.Likely : EvidenceStrength.Proven, Overlap.Anytime, because);
    }
}
