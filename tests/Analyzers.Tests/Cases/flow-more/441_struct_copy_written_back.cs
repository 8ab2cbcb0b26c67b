// truth: racy
// why: the copy is changed and written back after the wait
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_441;

public struct Stats { public int Hits; public int Misses; }

public sealed class Monitor2(Func<Task<bool>> look)
{
    private Stats _stats;
    public Stats Now => _stats;

    public async Task LookAsync()
    {
        var stats = _stats;
        if (await look()) stats.Hits++; else stats.Misses++;
        _stats = stats; // RACE: copied before the wait
    }
}
