using System.Collections.Concurrent;

namespace Real.StabilityImageRequests;

internal abstract class CacheBase<T>
{
    private sealed class Pending(Func<Task<T?>> factory)
    {
        private readonly Lazy<Task<T?>> _work = new(factory, LazyThreadSafetyMode.ExecutionAndPublication);
        public Task<T?> Work => _work.Value;
    }

    private readonly ConcurrentDictionary<string, Pending> _pending = new();

    public Task<T?> GetAsync(Uri uri, CancellationToken token = default) => GetItemAsync(uri, token);

    public Task PreCacheAsync(Uri uri, CancellationToken token = default) => GetItemAsync(uri, token);

    protected abstract Task<T?> DownloadAsync(Uri uri, string file, CancellationToken token);

    private async Task<T?> GetItemAsync(Uri uri, CancellationToken token)
    {
        var file = uri.AbsolutePath.GetHashCode().ToString("x8");
        var request = _pending.GetOrAdd(file, key => new Pending(() => DownloadAsync(uri, key, token)));

        try
        {
            return await request.Work.ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(new KeyValuePair<string, Pending>(file, request));
        }
    }
}
