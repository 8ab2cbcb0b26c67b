// truth: racy
// why: both jobs run at once and add to a level of before their wait
// needs: a newer compiler
// checked: 2 of 2 schedules violate (wrong state)

namespace Case_519;

public static class Jobs
{
    public static Task AllAsync(params IEnumerable<Func<Task>> jobs) => Task.WhenAll(jobs.Select(job => job()));
}

public sealed class Tank(Func<int, Task<int>> pour)
{
    private int _level;
    public int Level => _level;
    public Task FillAsync() => Jobs.AllAsync(() => PourAsync(1), () => PourAsync(2));

    private async Task PourAsync(int tap)
    {
        var level = _level;
        level += await pour(tap);
        _level = level; // RACE: the level of before the pouring
    }
}
