// truth: safe
// why: the old value is told to others and not written back
// checked: 0 of 6 schedules violate

namespace Case_483;

public sealed class Volume(Func<int, int, Task> notify)
{
    private int _level;
    public int Level => _level;

    public async Task SetAsync(int level)
    {
        var old = _level;
        _level = level;
        if (old != level) await notify(old, level);
    }
}
