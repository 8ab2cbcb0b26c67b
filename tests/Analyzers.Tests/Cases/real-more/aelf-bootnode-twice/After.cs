namespace Real.AelfBootnodeTwice;

public interface IPeerLink { string Address { get; } Task SendAsync(string request); }
public interface IPeerDialer { Task<IPeerLink?> DialAsync(string address); }

public sealed class PeerTable
{
    private readonly List<IPeerLink> _peers = [];
    private readonly IReadOnlyList<string> _configured;
    private readonly IReadOnlyList<string> _bootnodes;
    private readonly IPeerDialer _dialer;
    private Timer? _maintenance;

    public PeerTable(IReadOnlyList<string> configured, IReadOnlyList<string> bootnodes, IPeerDialer dialer)
    {
        _configured = configured;
        _bootnodes = bootnodes;
        _dialer = dialer;
    }

    public void Start()
    {
        _ = SetupAsync();
    }

    private async Task SetupAsync()
    {
        foreach (var address in _configured)
            await AddAsync(address);
        _maintenance = new Timer(_ => _ = MaintainAsync(), null, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
    }

    private async Task MaintainAsync()
    {
        if (_peers.Count == 0)
        {
            foreach (var bootnode in _bootnodes)
            {
                if (await AddAsync(bootnode) is not null)
                    break;
            }
        }
        foreach (var peer in _peers.ToArray())
            await peer.SendAsync("peers?");
    }

    private async Task<IPeerLink?> AddAsync(string address)
    {
        var peer = await _dialer.DialAsync(address);
        if (peer is null)
            return null;
        _peers.Add(peer);
        return peer;
    }
}
