// truth: safe
// why: only the last call finds its own stamp
// checked: 0 of 14 schedules violate

namespace Case_498;

public sealed class Debounce(Func<Task> delay, Func<Task> save)
{
    private long _clock, _stamp;
    public int Saves;

    public async Task ChangedAsync()
    {
        var mine = ++_clock;
        _stamp = mine;
        await delay();
        if (_stamp != mine) return;
        Saves++;
        await save();
    }
}
