namespace Real.DatadogWriterDispose;

public interface IStatsApi { Task SendAsync(byte[] payload); }

public sealed class StatsWriter : IAsyncDisposable
{
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private readonly TaskCompletionSource<bool> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IStatsApi _api;
    private readonly Task _flushLoop;

    public StatsWriter(IStatsApi api)
    {
        _api = api;
        _flushLoop = Task.Run(FlushLoopAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _exit.TrySetResult(true);
        await Task.WhenAny(_flushLoop, Task.Delay(1000)).ConfigureAwait(false);
        _flushing.Dispose(); // BUG: _flushing
    }

    private async Task FlushLoopAsync()
    {
        while (!_exit.Task.IsCompleted)
        {
            await Task.WhenAny(_exit.Task, Task.Delay(10_000)).ConfigureAwait(false);
            await FlushAsync().ConfigureAwait(false);
        }
    }

    private async Task FlushAsync()
    {
        if (!await _flushing.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false))
            return;
        try
        {
            await _api.SendAsync([]).ConfigureAwait(false);
        }
        finally
        {
            _flushing.Release();
        }
    }
}
