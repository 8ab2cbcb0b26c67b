// truth: racy
// why: the gate of a key does not protect the total over all keys
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Concurrent;

namespace Case_419;

public sealed class Store(Func<string, Task<int>> write)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
    private int _total;
    public int Total => _total;

    public async Task WriteAsync(string key)
    {
        var gate = _gates.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync();
        try
        {
            var before = _total;
            var size = await write(key);
            _total = before + size; // RACE: two keys are written at once
        }
        finally { gate.Release(); }
    }
}
