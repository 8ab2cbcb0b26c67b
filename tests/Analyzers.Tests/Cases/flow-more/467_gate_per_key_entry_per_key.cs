// truth: safe
// why: the gate of a key protects what belongs to the key
// checked: 0 of 72 schedules violate

using System.Collections.Concurrent;

namespace Case_467;

public sealed class PerUser(Func<string, Task> log)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    public int Of(string user) => _counts[user];

    public async Task CountAsync(string user)
    {
        var gate = _gates.GetOrAdd(user, static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync();
        try
        {
            var n = _counts.GetValueOrDefault(user);
            await log(user);
            _counts[user] = n + 1;
        }
        finally { gate.Release(); }
    }
}
