using System.Threading.Channels;

namespace Real.IcerpcColocListener;

public sealed class LocalListener : IAsyncDisposable
{
    private readonly CancellationTokenSource _disposing = new();
    private readonly Channel<string> _connections = Channel.CreateBounded<string>(10);
    private readonly object _sync = new();
    private bool _disposed;

    public async Task<string> AcceptAsync(CancellationToken ct)
    {
        CancellationTokenSource source;
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            source = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token, ct);
        }
        using var linked = source;
        return await _connections.Reader.ReadAsync(linked.Token).ConfigureAwait(false);
    }

    public bool TryQueue(string connection) => _connections.Writer.TryWrite(connection);

    public ValueTask DisposeAsync()
    {
        lock (_sync)
        {
            if (_disposed)
                return default;
            _disposed = true;
        }
        _disposing.Cancel();
        _connections.Writer.TryComplete();
        return default;
    }
}
