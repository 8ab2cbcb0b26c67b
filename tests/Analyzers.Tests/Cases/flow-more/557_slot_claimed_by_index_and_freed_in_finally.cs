// truth: safe
// why: the slot is marked before the wait, and only its holder frees it
// checked: 0 of 66 schedules violate

namespace Case_557;

public sealed class Lanes(Func<int, Task> run)
{
    private readonly bool[] _taken = new bool[2];

    public async Task<int> RunAsync()
    {
        var lane = Array.IndexOf(_taken, false);
        if (lane < 0) return -1;
        _taken[lane] = true;
        try { await run(lane); }
        finally { _taken[lane] = false; }
        return lane;
    }
}
