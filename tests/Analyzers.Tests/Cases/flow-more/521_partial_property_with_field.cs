// truth: racy
// why: the level is read before the wait and the next one stored after it
// needs: a newer compiler
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_521;

public sealed partial class Hero(Func<int, Task> celebrate)
{
    public partial int Level { get; private set; }

    public async Task AdvanceAsync()
    {
        var level = Level;
        await celebrate(level);
        Level = level + 1; // RACE: the level of before the celebration
    }
}

public sealed partial class Hero
{
    public partial int Level { get => field; private set => field = Math.Min(value, 99); }
}
