// truth: safe
// why: the place is taken in the stretch in which it was seen free
// checked: 0 of 4 schedules violate

namespace Case_493;

public sealed class Limiter(Func<Task> work, int max)
{
    private int _running;
    public int Peak;

    public async Task<bool> TryRunAsync()
    {
        if (_running >= max) return false;
        Peak = Math.Max(Peak, ++_running);
        try { await work(); return true; }
        finally { --_running; }
    }
}
