namespace Real.WolverineLockEtag;

public sealed record LeaseDocument(string Id, DateTimeOffset Expires, long Version);
public interface IDocuments
{
    Task<LeaseDocument?> LoadAsync(string id);
    Task<long?> CompareAndStoreAsync(LeaseDocument document, long expectedVersion);
}

// the store keeps the version of its own lease document to renew it
public class LeadershipStore
{
    private readonly IDocuments _documents;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _leaseVersion;
    private LeaseDocument? _lease;

    public LeadershipStore(IDocuments documents) => _documents = documents;

    public async Task<bool> TryAttainAsync()
    {
        await _gate.WaitAsync();
        try
        {
            var lease = new LeaseDocument("leader", DateTimeOffset.UtcNow.AddMinutes(5), 0);
            var stored = await _documents.CompareAndStoreAsync(lease, _leaseVersion);
            if (stored == null)
            {
                _lease = null;
                return false;
            }

            _lease = lease;
            _leaseVersion = stored.Value;
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }
}

public class NodeController
{
    private readonly LeadershipStore _store;
    private readonly CancellationTokenSource _cancellation = new();
    private Task? _heartbeat;
    private int _checking;

    public NodeController(LeadershipStore store) => _store = store;

    public bool IsLeader { get; private set; }

    public void StartHeartbeat() => _heartbeat = Task.Run(async () =>
    {
        while (!_cancellation.IsCancellationRequested)
        {
            await Task.Delay(1000, _cancellation.Token);
            await DoHealthChecksAsync();
        }
    });

    // also called by the handler of the message CheckAgentHealth
    public async Task DoHealthChecksAsync()
    {
        if (_cancellation.IsCancellationRequested)
            return;
        if (Interlocked.CompareExchange(ref _checking, 1, 0) != 0)
            return;

        try
        {
            IsLeader = await _store.TryAttainAsync();
        }
        finally
        {
            Interlocked.Exchange(ref _checking, 0);
        }
    }
}
