// truth: safe
// why: the helper runs the function while it holds the gate
// checked: 0 of 4 schedules violate

namespace Case_463;

public sealed class Counter(Func<Task> store)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _count;
    public int Count => _count;

    private async Task<T> LockedAsync<T>(Func<Task<T>> body)
    {
        await _gate.WaitAsync();
        try { return await body(); }
        finally { _gate.Release(); }
    }

    public Task<int> IncrementAsync() => LockedAsync(async () =>
    {
        var count = _count;
        await store();
        return _count = count + 1;
    });
}
