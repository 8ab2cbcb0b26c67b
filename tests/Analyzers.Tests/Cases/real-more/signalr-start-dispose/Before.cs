namespace Real.SignalrStartDispose;

public interface IWireTransport { Task StartAsync(Uri url); Task StopAsync(); }

public sealed class WireConnection
{
    private const int Initial = 0, Connecting = 1, Connected = 2, Closed = 3;
    private readonly HttpClient _http;
    private readonly IWireTransport _wire;
    private readonly Uri _url;
    private volatile int _state = Initial;
    private IWireTransport? _transport;

    public WireConnection(Uri url, HttpClient http, IWireTransport wire)
    {
        _url = url;
        _http = http;
        _wire = wire;
    }

    public async Task StartAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Connecting, Initial) != Initial)
            throw new InvalidOperationException("The connection was started before.");
        var id = await _http.GetStringAsync(new Uri(_url, "getid"));
        _transport = _wire; // BUG: _transport
        await _transport.StartAsync(new Uri(_url, id));
        _state = Connected; // BUG: _state
    }

    public async Task DisposeAsync()
    {
        _state = Closed;
        if (_transport != null)
            await _transport.StopAsync();
    }
}
