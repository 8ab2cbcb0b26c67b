namespace Real.WebjobsListenerRetry;

public interface IFeed
{
    Task StartAsync(CancellationToken token);
    Task StopAsync(CancellationToken token);
    void Cancel();
}

// the host starts all listeners and stops them again; a listener that cannot start is tried again in the background
internal sealed class FunctionFeed : IFeed
{
    private readonly IFeed _inner;
    private readonly bool _allowPartialStart;
    private CancellationTokenSource? _retrySource;
    private bool _started;

    public FunctionFeed(IFeed inner, bool allowPartialStart)
    {
        _inner = inner;
        _allowPartialStart = allowPartialStart;
    }

    public void Cancel()
    {
        _inner.Cancel();
        _retrySource?.Cancel();
    }

    public Task StartAsync(CancellationToken token) => StartAsync(token, allowRetry: true);

    private async Task StartAsync(CancellationToken token, bool allowRetry)
    {
        try
        {
            await _inner.StartAsync(token);
            _started = true; // BUG: _started
        }
        catch (Exception) when (_allowPartialStart && allowRetry)
        {
            _retrySource = new CancellationTokenSource();
            var retry = Task.Run(() => RetryStartAsync(_retrySource.Token), token);
        }
    }

    private async Task RetryStartAsync(CancellationToken token)
    {
        var attempt = 0;
        while (!_started && !token.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(60, 1 << attempt++)), token);
            if (!token.IsCancellationRequested)
            {
                await StartAsync(token, allowRetry: false);
            }
        }
    }

    public async Task StopAsync(CancellationToken token)
    {
        _retrySource?.Cancel();
        if (_started) // BUG: _started
        {
            await _inner.StopAsync(token);
            _started = false;
        }
    }
}
