using System.Net.WebSockets;

namespace Real.SolnetConnect;

public abstract class StreamingClient
{
    private readonly SemaphoreSlim _sem = new(1, 1);
    private readonly ClientWebSocket _socket = new();

    protected StreamingClient(Uri address) => Address = address;

    public Uri Address { get; }
    public event EventHandler<WebSocketState>? StateChanged;

    protected abstract void HandleMessage(Memory<byte> message);

    public async Task ConnectAsync()
    {
        await _sem.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_socket.State != WebSocketState.Open)
            {
                await _socket.ConnectAsync(Address, CancellationToken.None).ConfigureAwait(false);
                _ = Task.Run(ListenAsync);
                StateChanged?.Invoke(this, _socket.State);
            }
        }
        finally
        {
            _sem.Release();
        }
    }

    public async Task DisconnectAsync()
    {
        await _sem.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_socket.State == WebSocketState.Open)
            {
                await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).ConfigureAwait(false);
                StateChanged?.Invoke(this, _socket.State);
            }
        }
        finally
        {
            _sem.Release();
        }
    }

    private async Task ListenAsync()
    {
        while (_socket.State == WebSocketState.Open)
        {
            var buffer = new byte[32768];
            var result = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            HandleMessage(buffer.AsMemory(0, result.Count));
        }
    }
}
