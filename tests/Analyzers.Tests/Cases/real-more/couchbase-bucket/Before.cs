using System.Collections.Concurrent;

namespace Real.CouchbaseBucket;

public interface IStoreBucket : IAsyncDisposable { string Name { get; } bool IsReady { get; } Task BootstrapAsync(string endpoint, CancellationToken ct); }
public interface IStoreBucketFactory { IStoreBucket Create(string name); }

public sealed class StoreCluster
{
    private readonly ConcurrentDictionary<string, IStoreBucket> _buckets = new();
    private readonly IReadOnlyList<string> _endpoints;
    private readonly IStoreBucketFactory _factory;
    private readonly CancellationTokenSource _closing = new();

    public StoreCluster(IReadOnlyList<string> endpoints, IStoreBucketFactory factory)
    {
        _endpoints = endpoints;
        _factory = factory;
    }

    public async ValueTask<IStoreBucket> GetOrCreateAsync(string name)
    {
        if (_buckets.TryGetValue(name, out var bucket))
            return bucket;

        foreach (var endpoint in _endpoints)
        {
            bucket = await CreateAsync(name, endpoint).ConfigureAwait(false); // BUG: _buckets
            if (bucket.IsReady)
                return bucket;
        }
        throw new InvalidOperationException($"No endpoint knows {name}.");
    }

    private async Task<IStoreBucket> CreateAsync(string name, string endpoint)
    {
        var bucket = _factory.Create(name);
        try
        {
            await bucket.BootstrapAsync(endpoint, _closing.Token).ConfigureAwait(false);
            if (bucket.IsReady)
                _buckets.TryAdd(bucket.Name, bucket);
        }
        catch
        {
            _buckets.TryRemove(bucket.Name, out _);
            await bucket.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return bucket;
    }
}
