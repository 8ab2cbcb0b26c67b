namespace Real.RabbitDisposeWaiters;

public interface IInnerConnection : IAsyncDisposable { Task RecoverAsync(CancellationToken token); }

internal sealed class RecoveringConnection : IAsyncDisposable
{
    private readonly SemaphoreSlim _entitiesGate = new(1, 1);
    private readonly List<string> _entities = new();
    private readonly CancellationTokenSource _recovery = new();
    private readonly IInnerConnection _inner;
    private Task? _recoveryTask;
    private bool _disposed;

    public RecoveringConnection(IInnerConnection inner) => _inner = inner;

    public void OnConnectionLost() => _recoveryTask = Task.Run(() => RecoverAsync(_recovery.Token));

    public async Task RecordAsync(string entity, CancellationToken token)
    {
        await _entitiesGate.WaitAsync(token).ConfigureAwait(false);
        try
        {
            _entities.Add(entity);
        }
        finally
        {
            _entitiesGate.Release();
        }
    }

    private async Task RecoverAsync(CancellationToken token)
    {
        await _entitiesGate.WaitAsync(token).ConfigureAwait(false);
        try
        {
            foreach (var entity in _entities)
                await _inner.RecoverAsync(token).ConfigureAwait(false);
        }
        finally
        {
            _entitiesGate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;

        try
        {
            _recovery.Cancel();
            await _inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _entitiesGate.Dispose(); // BUG: _entitiesGate
            _recovery.Dispose();
            _disposed = true;
        }
    }
}
