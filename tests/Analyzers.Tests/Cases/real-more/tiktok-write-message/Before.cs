using System.Net.WebSockets;

namespace Real.TiktokWriteMessage;

public sealed class LiveSocket
{
    private readonly ClientWebSocket _socket = new();

    public async Task RunAsync(Uri url, CancellationToken ct)
    {
        await _socket.ConnectAsync(url, ct);
        _ = Task.Run(() => PingAsync(ct), ct);
        var buffer = new byte[8192];
        while (_socket.State == WebSocketState.Open)
        {
            var received = await _socket.ReceiveAsync(buffer, ct);
            if (received.MessageType == WebSocketMessageType.Close)
                return;
            await WriteMessageAsync(buffer.AsMemory(0, 8), ct);
        }
    }

    private async Task PingAsync(CancellationToken ct)
    {
        while (_socket.State == WebSocketState.Open)
        {
            await Task.Delay(10_000, ct);
            await WriteMessageAsync(new byte[] { 1 }, ct);
        }
    }

    public async Task WriteMessageAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        await _socket.SendAsync(message, WebSocketMessageType.Binary, true, ct); // BUG: _socket
    }
}
