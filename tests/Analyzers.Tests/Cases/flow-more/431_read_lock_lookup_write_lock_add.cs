// truth: racy
// why: both callers find the name missing under the read lock, and the second Add throws
// checked: 4 of 6 schedules violate (threw ArgumentException)

namespace Case_431;

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
        try { _ids.Add(name, id); } // RACE: looked up before the wait
        finally { _rw.ExitWriteLock(); }
        return id;
    }
}
