using System.Collections.Concurrent;

namespace Real.FoundatioRetryEntry;

public sealed class Entry<T>
{
    public Entry(string id, T value) { Id = id; Value = value; }
    public string Id { get; }
    public T Value { get; }
    public int Attempts { get; set; }
    public bool IsAbandoned { get; private set; }
    public void MarkAbandoned() => IsAbandoned = true;
    public void Reset() => IsAbandoned = false;
}

public class MemoryQueue<T>
{
    private readonly ConcurrentQueue<Entry<T>> _queue = new();
    private readonly ConcurrentQueue<Entry<T>> _dead = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly int _retries;

    public MemoryQueue(int retries) => _retries = retries;

    public event Func<Entry<T>, Task>? Abandoned;

    public void Enqueue(T value)
    {
        _queue.Enqueue(new Entry<T>(Guid.NewGuid().ToString("N"), value));
        _available.Release();
    }

    public async Task<Entry<T>?> DequeueAsync(CancellationToken token)
    {
        await _available.WaitAsync(token).ConfigureAwait(false);
        if (!_queue.TryDequeue(out var entry))
            return null;
        entry.Attempts++;
        return entry;
    }

    public async Task AbandonAsync(Entry<T> entry)
    {
        entry.MarkAbandoned();
        if (Abandoned != null)
            await Abandoned(entry).ConfigureAwait(false);

        if (entry.Attempts <= _retries)
            _ = Task.Run(() => RetryAsync(entry)); // BUG: entry
        else
            _dead.Enqueue(entry);
    }

    private Task RetryAsync(Entry<T> entry)
    {
        entry.Reset(); // BUG: entry
        _queue.Enqueue(entry);
        _available.Release();
        return Task.CompletedTask;
    }
}
