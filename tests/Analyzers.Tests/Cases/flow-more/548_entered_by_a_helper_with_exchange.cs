// truth: safe
// why: the helper lets one in; who is not let in leaves
// checked: 0 of 4 schedules violate

namespace Case_548;

public sealed class Sweeper(Func<int, Task<int>> sweep)
{
    private int _inside;
    private int _position;
    public int Position => _position;
    public int Sweeps;
    private bool TryEnter() => Interlocked.Exchange(ref _inside, 1) == 0;
    private void Leave() => Volatile.Write(ref _inside, 0);

    public async Task SweepAsync()
    {
        if (!TryEnter()) return;
        try
        {
            Sweeps++;
            var from = _position;
            _position = from + await sweep(from);
        }
        finally { Leave(); }
    }
}
