// truth: safe
// why: after the wait the key is looked up again under the lock under which it is added
// checked: 0 of 6 schedules violate

namespace Case_560;

public sealed class Icons(Func<string, Task<object>> draw)
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<string, object> _icons = [];

    public async Task<object> GetAsync(string name)
    {
        if (Find(name) is { } known) return known;
        var drawn = await draw(name);
        _lock.EnterUpgradeableReadLock();
        try
        {
            if (_icons.TryGetValue(name, out var icon)) return icon;
            _lock.EnterWriteLock();
            try { return _icons[name] = drawn; }
            finally { _lock.ExitWriteLock(); }
        }
        finally { _lock.ExitUpgradeableReadLock(); }
    }

    private object? Find(string name)
    {
        _lock.EnterReadLock();
        try { return _icons.GetValueOrDefault(name); }
        finally { _lock.ExitReadLock(); }
    }
}
