using System.Collections.Concurrent;

namespace Real.SoulseekPeerConnection;

public interface IPeerConnection : IDisposable { Task ConnectAsync(CancellationToken ct); event EventHandler? Disconnected; }
public interface IPeerConnectionFactory { IPeerConnection Create(string user); }

internal sealed class PeerConnections : IDisposable
{
    private readonly ConcurrentDictionary<string, (SemaphoreSlim Gate, IPeerConnection? Connection)> _connections = new();
    private readonly IPeerConnectionFactory _factory;

    public PeerConnections(IPeerConnectionFactory factory) => _factory = factory;

    public async Task<IPeerConnection> GetOrAddAsync(string user, CancellationToken ct)
    {
        var (gate, connection) = Find(user);

        await gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (connection is not null)
                return connection;

            connection = _factory.Create(user);
            connection.Disconnected += (_, _) => Remove(user);
            await connection.ConnectAsync(ct).ConfigureAwait(false);
            _connections.AddOrUpdate(user, (gate, connection), (_, held) => (held.Gate, connection)); // BUG: _connections
            return connection;
        }
        finally
        {
            gate.Release();
        }
    }

    private (SemaphoreSlim Gate, IPeerConnection? Connection) Find(string user) =>
        _connections.GetOrAdd(user, _ => (new SemaphoreSlim(1, 1), null));

    private void Remove(string user)
    {
        if (_connections.TryRemove(user, out var entry))
            entry.Connection?.Dispose();
    }

    public void Dispose()
    {
        foreach (var user in _connections.Keys)
            Remove(user);
    }
}
