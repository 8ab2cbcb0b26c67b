namespace Real.SlskdMetricsOrder;

public static class ShareMetrics
{
    private static readonly SemaphoreSlim s_sync = new(1, 1);
    public static long InProgress;
    public static double Speed;

    public static void Update(Action work)
    {
        s_sync.Wait();
        try
        {
            work();
        }
        finally
        {
            s_sync.Release();
        }
    }
}

public sealed class Download
{
    private readonly SemaphoreSlim _updating = new(1, 1);
    private readonly List<string> _history = [];
    private long _bytes;

    public Task RunAsync(IAsyncEnumerable<long> progress, IAsyncEnumerable<string> states) => Task.WhenAll(ReportAsync(progress), FollowAsync(states));

    private async Task FollowAsync(IAsyncEnumerable<string> states)
    {
        await foreach (var state in states)
        {
            ShareMetrics.Update(() =>
            {
                ShareMetrics.InProgress++;
                Save(state); // BUG: _updating
            });
        }
    }

    private async Task ReportAsync(IAsyncEnumerable<long> progress)
    {
        await foreach (var bytes in progress)
        {
            await _updating.WaitAsync();
            try
            {
                _bytes = bytes;
                ShareMetrics.Update(() => ShareMetrics.Speed = _bytes / 1000.0);
            }
            finally
            {
                _updating.Release();
            }
        }
    }

    private void Save(string state)
    {
        _updating.Wait();
        try
        {
            _history.Add(state);
        }
        finally
        {
            _updating.Release();
        }
    }
}
