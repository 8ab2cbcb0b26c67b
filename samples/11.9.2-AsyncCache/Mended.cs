namespace Samples.AsyncCache;

/// <summary>
/// Look-up, load and store are one step under the guard; every key is loaded once. Keys wait for each other: a cache whose keys
/// must load side by side keeps a <c>ConcurrentDictionary</c> of <c>Lazy&lt;Task&lt;T&gt;&gt;</c> instead.
/// </summary>
internal static class Mended
{
    public static async Task Main()
    {
        var cache = new Cache();
        await cache.GetAllAsync("a", "b", "a");
        Console.WriteLine("Everything was cached.");
    }

    private sealed class Cache
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly Dictionary<string, int> _values = [];

        public Task<int[]> GetAllAsync(params string[] keys) => Task.WhenAll(keys.Select(GetAsync));

        public async Task<int> GetAsync(string key)
        {
            await _gate.WaitAsync();
            try
            {
                if (_values.TryGetValue(key, out var cached))
                    return cached;

                var value = await LoadAsync(key);
                _values.Add(key, value);
                Console.WriteLine($"Cache updated: {key} = {value}");
                return value;
            }
            finally
            {
                _gate.Release();
            }
        }

        private static async Task<int> LoadAsync(string key)
        {
            Console.WriteLine($"Loading {key}");
            await Task.Yield();
            return key[0] - 'a' + 1;
        }
    }
}
