// truth: safe
// why: the gate is taken with a token and given back on every way
// checked: 0 of 4 schedules violate

namespace Case_464;

public sealed class Ledger(Func<int, CancellationToken, Task> write)
{
    private readonly SemaphoreSlim _mutex = new(initialCount: 1, maxCount: 1);
    private int _line;
    public int Lines => _line;

    public async Task AppendAsync(CancellationToken token = default)
    {
        await _mutex.WaitAsync(token).ConfigureAwait(true);
        try
        {
            var line = _line;
            try { await write(line, token); }
            catch (OperationCanceledException) { return; }
            _line = line + 1;
        }
        finally
        {
            _mutex.Release();
        }
    }
}
