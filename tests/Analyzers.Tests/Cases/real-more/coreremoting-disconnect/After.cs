namespace Real.CoreremotingDisconnect;

public interface IRemoteTcpClient : IDisposable { bool Connected { get; } Task SendAsync(byte[] message); void Disconnect(); }

public sealed class RemoteChannel : IAsyncDisposable
{
    private static readonly byte[] Goodbye = "goodbye"u8.ToArray();
    private IRemoteTcpClient? _client;

    public RemoteChannel(IRemoteTcpClient client) => _client = client;

    public async Task DisconnectAsync()
    {
        var client = Interlocked.Exchange(ref _client, null);
        if (client == null)
            return;
        await client.SendAsync(Goodbye).ConfigureAwait(false);
        client.Disconnect();
        client.Dispose();
    }

    public async ValueTask DisposeAsync() => await DisconnectAsync().ConfigureAwait(false);
}
