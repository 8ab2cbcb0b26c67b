// truth: racy
// why: between the end of the wait loop and the claim there is another wait
// checked: 4 of 4000 schedules violate (wrong state)

namespace Case_449;

public sealed class Exclusive(Func<Task> pause, Func<Task> work)
{
    private bool _busy;
    private int _inside;
    public int Peak;

    public async Task RunAsync()
    {
        while (_busy) await pause();
        await pause();
        _busy = true; // RACE: not busy was seen before the wait
        Peak = Math.Max(Peak, ++_inside);
        await work();
        _inside--;
        _busy = false;
    }
}
