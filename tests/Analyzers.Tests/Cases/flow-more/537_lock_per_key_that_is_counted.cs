// truth: safe
// why: the stock of an article is read and written under the lock of the article
// checked: 0 of 4 schedules violate

namespace Case_537;

public sealed class KeyedLock
{
    private sealed class Entry { public readonly SemaphoreSlim Gate = new(1, 1); public int Users; }
    private readonly Dictionary<string, Entry> _entries = [];

    public async Task<IDisposable> LockAsync(string key)
    {
        Entry? entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out entry)) _entries[key] = entry = new Entry();
            entry.Users++;
        }
        await entry.Gate.WaitAsync();
        return new Holder(this, key, entry);
    }

    private sealed class Holder(KeyedLock owner, string key, Entry entry) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._entries)
            {
                if (--entry.Users == 0) owner._entries.Remove(key);
            }
            entry.Gate.Release();
        }
    }
}

public sealed class Stock(Func<string, Task> reserve)
{
    private readonly KeyedLock _locks = new();
    private readonly Dictionary<string, int> _left = new() { ["a"] = 5 };
    public int Left(string article) => _left[article];

    public async Task TakeAsync(string article)
    {
        using var held = await _locks.LockAsync(article);
        var left = _left[article];
        await reserve(article);
        _left[article] = left - 1;
    }
}
