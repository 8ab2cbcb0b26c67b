// truth: safe
// why: the condition of the loop looks again after each wait, and the slot is taken at once
// checked: 0 of 16 schedules violate

namespace Case_750;

public sealed class Slots { public int Free { get; set; } = 1; }

public sealed class Gatekeeper(Func<Task> pause, Func<Task> work)
{
    private readonly Slots _slots = new();
    public int Lowest { get; private set; } = 1;

    public async Task EnterAsync()
    {
        while (_slots is not { Free: > 0 })
            await pause();
        _slots.Free--;
        Lowest = Math.Min(Lowest, _slots.Free);
        try
        {
            await work();
        }
        finally
        {
            _slots.Free++;
        }
    }
}
