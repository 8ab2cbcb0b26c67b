namespace Real.MemcachedSharedResult;

public sealed class StoreResult
{
    public bool Success { get; init; }
    public bool SyncSuccess { get; set; }
    public static StoreResult Successful => new() { Success = true };
}

public interface ICacheNode { Task<bool> StoreAsync(IReadOnlyDictionary<string, byte[]> values); Task<bool> SyncAsync(IReadOnlyDictionary<string, byte[]> values); }

public sealed class CacheClient
{
    private readonly ICacheNode _node;

    public CacheClient(ICacheNode node) => _node = node;

    public async Task<StoreResult> MultiStoreAsync(IReadOnlyDictionary<string, byte[]> values)
    {
        if (!await _node.StoreAsync(values))
            return new StoreResult();
        var synced = await _node.SyncAsync(values);
        var result = StoreResult.Successful;
        result.SyncSuccess = synced;
        return result;
    }
}
