// truth: racy
// why: the second run finds the mode of the first one and puts that back
// checked: 2 of 6 schedules violate (wrong state)

namespace Case_730;

public enum Mode { Normal, Fast }

public sealed class Engine(Func<Task> work)
{
    public Mode Mode { get; private set; }

    public async Task BoostAsync()
    {
        var before = Mode;
        Mode = Mode.Fast;
        try
        {
            await work();
        }
        finally
        {
            Mode = before; // RACE: the mode that another run had set
        }
    }
}
