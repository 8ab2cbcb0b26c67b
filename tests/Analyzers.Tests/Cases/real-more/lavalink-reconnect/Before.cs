namespace Real.LavalinkReconnect;

public interface INodeSocket : IDisposable { Task RunAsync(CancellationToken ct); Task<string?> ReceiveAsync(CancellationToken ct); }

internal sealed class Node : IAsyncDisposable
{
    private readonly Func<INodeSocket> _connect;
    private readonly CancellationTokenSource _shutdown = new();
    private TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Node(Func<INodeSocket> connect) => _connect = connect;

    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    public async ValueTask WaitForReadyAsync(CancellationToken ct) => await _ready.Task.WaitAsync(ct).ConfigureAwait(false);

    public async Task RunAsync()
    {
        while (!_shutdown.IsCancellationRequested)
        {
            using var socket = _connect();
            _ = socket.RunAsync(_shutdown.Token);
            await ReceiveAsync(socket).ConfigureAwait(false);
            _ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously); // BUG: _ready, for which others may wait
        }
    }

    private async Task ReceiveAsync(INodeSocket socket)
    {
        while (await socket.ReceiveAsync(_shutdown.Token).ConfigureAwait(false) is { } payload)
        {
            if (payload.StartsWith("ready:", StringComparison.Ordinal))
                _ready.TrySetResult(payload[6..]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _shutdown.CancelAsync();
        _ready.TrySetCanceled();
    }
}
