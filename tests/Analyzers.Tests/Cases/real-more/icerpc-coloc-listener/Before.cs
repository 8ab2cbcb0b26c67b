using System.Threading.Channels;

namespace Real.IcerpcColocListener;

public sealed class LocalListener : IAsyncDisposable
{
    private readonly CancellationTokenSource _disposing = new();
    private readonly Channel<string> _connections = Channel.CreateBounded<string>(10);

    public async Task<string> AcceptAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, this);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token, ct);
        return await _connections.Reader.ReadAsync(linked.Token).ConfigureAwait(false);
    }

    public bool TryQueue(string connection) => _connections.Writer.TryWrite(connection);

    public ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested)
            return default;
        _disposing.Cancel();
        _connections.Writer.TryComplete();
        _disposing.Dispose(); // BUG: _disposing
        return default;
    }
}
