// truth: racy
// why: two runs take the same number
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_444;

public interface INumbered { Task<int> RunAsync(); }

public sealed class Numbered(Func<Task> work) : INumbered
{
    private int _run;

    async Task<int> INumbered.RunAsync()
    {
        int run = _run, next = run + 1;
        await work();
        _run = next; // RACE: number from before the work
        return run;
    }
}
