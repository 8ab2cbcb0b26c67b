using System.Collections.Concurrent;

namespace Real.FoundatioRetryEntry;

public sealed class Entry<T>
{
    public Entry(string id, T value, int attempts = 0) { Id = id; Value = value; Attempts = attempts; }
    public string Id { get; }
    public T Value { get; }
    public int Attempts { get; }
    public bool IsAbandoned { get; private set; }
    public void MarkAbandoned() => IsAbandoned = true;
    public Entry<T> NextAttempt() => new(Id, Value, Attempts + 1);
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
        return _queue.TryDequeue(out var entry) ? entry : null;
    }

    public async Task AbandonAsync(Entry<T> entry)
    {
        entry.MarkAbandoned();
        if (Abandoned != null)
            await Abandoned(entry).ConfigureAwait(false);

        if (entry.Attempts <= _retries)
        {
            _queue.Enqueue(entry.NextAttempt());
            _available.Release();
        }
        else
        {
            _dead.Enqueue(entry);
        }
    }
}
