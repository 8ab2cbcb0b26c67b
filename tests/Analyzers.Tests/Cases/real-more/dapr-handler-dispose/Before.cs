namespace Real.DaprHandlerDispose;

public interface IWorkClient { Task<IDisposable> OpenAsync(CancellationToken ct); Task<string?> NextAsync(CancellationToken ct); }

internal sealed class WorkHandler(IWorkClient client, int parallel) : IAsyncDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly SemaphoreSlim _activities = new(parallel, parallel);
    private IDisposable? _call;
    private int _active;

    public async Task StartAsync(Func<string, Task> work, CancellationToken ct)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, _disposal.Token);
        _call = await client.OpenAsync(linked.Token);
        while (await client.NextAsync(linked.Token) is { } item)
        {
            await _activities.WaitAsync(linked.Token);
            _ = RunAsync(work, item);
        }
    }

    private async Task RunAsync(Func<string, Task> work, string item)
    {
        Interlocked.Increment(ref _active);
        try
        {
            await work(item);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
            _activities.Release();
        }
    }

    // both the host that stops and the worker that ends dispose it
    public async ValueTask DisposeAsync()
    {
        if (_disposal.IsCancellationRequested)
            return;

        await _disposal.CancelAsync(); // BUG: _disposal
        _call?.Dispose();
        _disposal.Dispose();
    }
}
