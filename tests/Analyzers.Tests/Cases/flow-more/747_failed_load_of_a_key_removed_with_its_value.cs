// truth: safe
// why: callers of a key share one load, and a failed one is removed only where it is still there
// checked: 0 of 8 schedules violate

using System.Collections.Concurrent;

namespace Case_747;

public sealed class Profiles(Func<string, Task<string>> load)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _loads = new();

    public async Task<string> GetAsync(string user)
    {
        var lazy = _loads.GetOrAdd(user, key => new Lazy<Task<string>>(() => load(key)));
        try
        {
            return await lazy.Value;
        }
        catch
        {
            _loads.TryRemove(new KeyValuePair<string, Lazy<Task<string>>>(user, lazy));
            throw;
        }
    }
}
