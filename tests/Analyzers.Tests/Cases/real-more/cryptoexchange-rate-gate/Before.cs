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
        _waiting++;
        try
        {
            return await CheckAsync(endpoint, token).ConfigureAwait(false);
        }
        finally
        {
            _waiting--;
            _semaphore.Release(); // BUG: _semaphore
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
                await Task.Delay(delay, token).ConfigureAwait(false); // BUG: _semaphore
                await _semaphore.WaitAsync(token).ConfigureAwait(false); // BUG: _semaphore
            }
        }

        return true;
    }
}
