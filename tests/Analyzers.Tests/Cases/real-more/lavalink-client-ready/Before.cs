namespace Real.LavalinkClientReady;

public sealed record ClientInfo(string Label, ulong UserId, int Shards);
public sealed class ReadyArgs : EventArgs;
public delegate Task AsyncHandler<TArgs>(GatewayClient sender, TArgs args);

public sealed class GatewayClient
{
    public ulong UserId { get; set; }
    public int ShardCount { get; set; }
    public event AsyncHandler<ReadyArgs>? Ready;
    public Task RaiseReadyAsync() => Ready?.Invoke(this, new ReadyArgs()) ?? Task.CompletedTask;
}

public sealed class ClientWrapper : IDisposable
{
    private readonly GatewayClient _client;
    private readonly TaskCompletionSource<ClientInfo> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClientWrapper(GatewayClient client)
    {
        _client = client;
        _client.Ready += OnReady;
    }

    public Task<ClientInfo> WaitForReadyAsync(CancellationToken ct) => _ready.Task.WaitAsync(ct);

    // comes again whenever the session is opened anew
    private Task OnReady(GatewayClient client, ReadyArgs args)
    {
        var info = new ClientInfo("gateway", client.UserId, client.ShardCount);
        _ready.SetResult(info); // BUG: _ready
        return Task.CompletedTask;
    }

    public void Dispose() => _client.Ready -= OnReady;
}
