using System.Collections.Concurrent;

namespace Real.ModularpipelinesCompletion;

public sealed class StepState
{
    public TaskCompletionSource<string> Completion { get; } = new();
    public bool IsStarted { get; set; }
    public bool IsCompleted { get; set; }
}

public sealed class StepTracker
{
    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.NoRecursion);
    private readonly ConcurrentDictionary<string, StepState> _steps = new();

    public async Task<string> RunAsync(string step, string[] needs, Func<Task<string>> work)
    {
        foreach (var need in needs)
            await _steps.GetOrAdd(need, _ => new StepState()).Completion.Task;
        MarkStarted(step);
        var result = await work();
        MarkCompleted(step, result);
        return result;
    }

    private void MarkStarted(string step)
    {
        _lock.EnterWriteLock();
        try
        {
            _steps.GetOrAdd(step, _ => new StepState()).IsStarted = true;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private void MarkCompleted(string step, string result)
    {
        _lock.EnterWriteLock();
        try
        {
            var state = _steps[step];
            state.IsCompleted = true;
            state.Completion.TrySetResult(result); // BUG: Completion
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }
}
