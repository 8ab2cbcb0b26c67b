namespace Real.SocketioPacketId;

public interface IEventTransport { Task SendAsync(int packet, string name, object[] data, CancellationToken ct); }

public sealed class EventSocket
{
    private readonly Dictionary<int, Action<string>> _acknowledgements = [];
    private readonly IEventTransport _transport;
    private readonly SemaphoreSlim _numbering = new(1, 1);
    private int _packet;

    public EventSocket(IEventTransport transport) => _transport = transport;

    public Task EmitAllAsync(IEnumerable<string> names, Action<string> acknowledged, CancellationToken ct) =>
        Task.WhenAll(names.Select(name => EmitAsync(name, acknowledged, ct)));

    public async Task EmitAsync(string name, Action<string> acknowledged, CancellationToken ct, params object[] data)
    {
        await Task.Yield();
        await _numbering.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            _acknowledgements.Add(++_packet, acknowledged);
            await SendAsync(name, _packet, data, ct).ConfigureAwait(false);
        }
        finally
        {
            _numbering.Release();
        }
    }

    private Task SendAsync(string name, int packet, object[] data, CancellationToken ct) => _transport.SendAsync(packet, name, data, ct);
}
