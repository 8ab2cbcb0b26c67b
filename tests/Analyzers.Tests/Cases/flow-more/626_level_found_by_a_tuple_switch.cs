// truth: racy
// why: the level in the tuple is read before the reading comes
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_626;

public sealed class Tank(Func<Task<int>> flow)
{
    public int Level { get; private set; }

    public async Task FillAsync()
    {
        Level = (Level, await flow()) switch // RACE: the level of before the reading
        {
            (_, < 0) => 0,
            ( > 100, _) => 100,
            var (level, inflow) => level + inflow,
        };
    }
}
