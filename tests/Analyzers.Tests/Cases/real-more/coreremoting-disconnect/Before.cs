namespace Real.CoreremotingDisconnect;

public interface IRemoteTcpClient : IDisposable { bool Connected { get; } Task SendAsync(byte[] message); void Disconnect(); }

public sealed class RemoteChannel : IAsyncDisposable
{
    private static readonly byte[] Goodbye = "goodbye"u8.ToArray();
    private IRemoteTcpClient? _client;

    public RemoteChannel(IRemoteTcpClient client) => _client = client;

    public async Task DisconnectAsync()
    {
        if (_client == null)
            return;
        await _client.SendAsync(Goodbye).ConfigureAwait(false);
        _client.Disconnect(); // BUG: _client
        _client.Dispose();
        _client = null;
    }

    public async ValueTask DisposeAsync() => await DisconnectAsync().ConfigureAwait(false);
}
