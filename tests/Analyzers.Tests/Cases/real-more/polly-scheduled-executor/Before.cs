using System.Collections.Concurrent;

namespace Real.PollyScheduledExecutor;

internal sealed class ScheduledExecutor : IDisposable
{
    private readonly ConcurrentQueue<Entry> _entries = new();
    private readonly SemaphoreSlim _available = new(0);
    private bool _disposed;

    public ScheduledExecutor() => Processing = Task.Run(ProcessAsync);

    public Task Processing { get; }

    public Task Schedule(Func<Task> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);

        var source = new TaskCompletionSource<object?>(); // BUG: continuations run inside the loop

        _entries.Enqueue(new Entry(work, source));
        _available.Release();
        return source.Task;
    }

    public void Dispose()
    {
        _disposed = true;
        _available.Release();
    }

    private async Task ProcessAsync()
    {
        while (!_disposed)
        {
            await _available.WaitAsync().ConfigureAwait(false);
            if (_disposed || !_entries.TryDequeue(out var entry))
                continue;
            try
            {
                await entry.Work().ConfigureAwait(false);
                entry.Completion.TrySetResult(null);
            }
            catch (OperationCanceledException)
            {
                entry.Completion.TrySetCanceled();
            }
            catch (Exception e)
            {
                entry.Completion.TrySetException(e);
            }
        }
    }

    private sealed record Entry(Func<Task> Work, TaskCompletionSource<object?> Completion);
}
