// truth: racy
// why: the limit was not reached before the call, and is passed after it
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Concurrent;

namespace Case_720;

public sealed class Limits(Func<string, Task> call)
{
    private readonly ConcurrentDictionary<string, int> _used = new();
    public int Used(string client) => _used.GetValueOrDefault(client);

    public async Task<bool> CallAsync(string client)
    {
        if (_used.TryGetValue(client, out var used) && used >= 1) return false;
        await call(client);
        _used.AddOrUpdate(client, 1, (_, old) => old + 1); // RACE: below the limit before the call
        return true;
    }
}
