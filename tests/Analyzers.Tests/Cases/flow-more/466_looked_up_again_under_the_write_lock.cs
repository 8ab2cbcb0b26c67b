// truth: safe
// why: under the write lock the name is looked up again
// checked: 0 of 6 schedules violate

namespace Case_466;

public sealed class Names(Func<string, Task<int>> create)
{
    private readonly ReaderWriterLockSlim _rw = new(LockRecursionPolicy.SupportsRecursion);
    private readonly Dictionary<string, int> _ids = new();

    public async Task<int> IdAsync(string name)
    {
        _rw.EnterReadLock();
        try { if (_ids.TryGetValue(name, out var known)) return known; }
        finally { _rw.ExitReadLock(); }
        var id = await create(name);
        _rw.EnterWriteLock();
        try
        {
            if (_ids.TryGetValue(name, out var other)) return other;
            _ids.Add(name, id);
            return id;
        }
        finally { _rw.ExitWriteLock(); }
    }
}
