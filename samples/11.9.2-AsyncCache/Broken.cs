namespace Samples.AsyncCache;

/// <summary>Two callers miss the same key, both load it, and the second <c>Add</c> throws.</summary>
internal static class Broken
{
    public static async Task Main()
    {
        var cache = new Cache();
        await cache.GetAllAsync("a", "b", "a");
        Console.WriteLine("Everything was cached.");
    }

    private sealed class Cache
    {
        private readonly Dictionary<string, int> _values = [];

        public Task<int[]> GetAllAsync(params string[] keys) => Task.WhenAll(keys.Select(GetAsync));

        public async Task<int> GetAsync(string key)
        {
            if (_values.TryGetValue(key, out var cached))
                return cached;

            var value = await LoadAsync(key);
            _values.Add(key, value); // ASA0102
            Console.WriteLine($"Cache updated: {key} = {value}");
            return value;
        }

        private static async Task<int> LoadAsync(string key)
        {
            Console.WriteLine($"Loading {key}");
            await Task.Yield();
            return key[0] - 'a' + 1;
        }
    }
}
