// truth: racy
// why: the level is matched and bound before the arm awaits
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_438;

public sealed class Climb(Func<int, Task<int>> step)
{
    private int _level;
    public int Level => _level;

    public async Task UpAsync()
    {
        _level = _level switch
        {
            < 0 => 0,
            var n => n + await step(n), // RACE: bound before the await
        };
    }
}
