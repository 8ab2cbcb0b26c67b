// truth: safe
// why: the exchange admits one at a time; it is taken back after the write
// checked: 0 of 4 schedules violate

namespace Case_469;

public sealed class Syncer(Func<int, Task<int>> pull)
{
    private int _busy, _cursor;
    public int Cursor => _cursor;

    public async Task PullAsync()
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) return;
        try
        {
            var from = _cursor;
            _cursor = from + await pull(from);
        }
        finally { Interlocked.Exchange(ref _busy, 0); }
    }
}
