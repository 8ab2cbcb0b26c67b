// truth: safe
// why: all callers of a key share one lazy task, and a failed one is removed only where it is still there
// checked: 0 of 8 schedules violate

using System.Collections.Concurrent;

namespace Case_536;

public sealed class Rates(Func<string, Task<int>> fetch)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<int>>> _rates = new();

    public async Task<int> GetAsync(string currency)
    {
        var lazy = _rates.GetOrAdd(currency, key => new Lazy<Task<int>>(() => fetch(key)));
        try
        {
            return await lazy.Value;
        }
        catch
        {
            _rates.TryRemove(KeyValuePair.Create(currency, lazy));
            throw;
        }
    }
}
