namespace Real.CryptoexchangeRateGate;

public interface ILimit { TimeSpan Check(string endpoint); }

public class RateGate
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);
    private readonly IReadOnlyList<ILimit> _limits;
    private int _waiting;

    public RateGate(IReadOnlyList<ILimit> limits) => _limits = limits;

    public async Task<bool> ProcessAsync(string endpoint, CancellationToken token)
    {
        await _semaphore.WaitAsync(token).ConfigureAwait(false);
        var release = true;
        _waiting++;
        try
        {
            return await CheckAsync(endpoint, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // given back before the wait that was canceled
            release = false;
            throw;
        }
        finally
        {
            _waiting--;
            if (release)
                _semaphore.Release();
        }
    }

    private async Task<bool> CheckAsync(string endpoint, CancellationToken token)
    {
        foreach (var limit in _limits)
        {
            while (true)
            {
                var delay = limit.Check(endpoint);
                if (delay == TimeSpan.Zero)
                    break;

                // others need not wait for this one
                _semaphore.Release();
                await Task.Delay(delay, token).ConfigureAwait(false);
                await _semaphore.WaitAsync(token).ConfigureAwait(false);
            }
        }

        return true;
    }
}
