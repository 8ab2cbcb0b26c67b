// truth: racy
// why: the base takes the level of the derived class before the step and stores the next one after it
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_726;

public abstract class Routine
{
    protected abstract int Level { get; set; }
    protected abstract Task StepAsync(int level);

    public async Task AdvanceAsync()
    {
        var level = Level;
        await StepAsync(level);
        Level = level + 1; // RACE: the level of before the step
    }
}

public sealed class Training(Func<int, Task> step) : Routine
{
    private int _level;
    public int Reached => _level;
    protected override int Level { get => _level; set => _level = value; }
    protected override Task StepAsync(int level) => step(level);
}
