// truth: safe
// why: nothing waits between the last look and the claim
// checked: 0 of 1 schedules violate

namespace Case_450;

public sealed class Exclusive(Func<Task> pause, Func<Task> work)
{
    private bool _busy;
    private int _inside;
    public int Peak;

    public async Task RunAsync()
    {
        while (_busy) await pause();
        _busy = true;
        Peak = Math.Max(Peak, ++_inside);
        try { await work(); }
        finally { _inside--; _busy = false; }
    }
}
