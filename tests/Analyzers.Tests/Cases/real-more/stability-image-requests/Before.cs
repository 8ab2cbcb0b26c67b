using System.Collections.Concurrent;

namespace Real.StabilityImageRequests;

internal abstract class CacheBase<T>
{
    private sealed class Pending
    {
        public Task<T?>? Work { get; set; }
        public bool EnsureCopy { get; set; }
    }

    private readonly ConcurrentDictionary<string, Pending> _pending = new();

    public Task<T?> GetAsync(Uri uri, CancellationToken token = default) => GetItemAsync(uri, false, token);

    public Task PreCacheAsync(Uri uri, CancellationToken token = default) => GetItemAsync(uri, true, token);

    protected abstract Task<T?> DownloadAsync(Uri uri, string file, CancellationToken token);

    private async Task<T?> GetItemAsync(Uri uri, bool preCacheOnly, CancellationToken token)
    {
        var instance = default(T);
        var file = uri.AbsolutePath.GetHashCode().ToString("x8");
        _pending.TryGetValue(file, out var request);

        if (request != null && request.EnsureCopy && !preCacheOnly)
        {
            if (request.Work != null)
                await request.Work.ConfigureAwait(false);
            request = null;
        }

        if (request == null)
        {
            request = new Pending { Work = DownloadAsync(uri, file, token), EnsureCopy = preCacheOnly };
            _pending[file] = request; // BUG: _pending
        }

        try
        {
            if (request.Work != null)
                instance = await request.Work.ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(file, out _);
        }

        return instance;
    }
}
