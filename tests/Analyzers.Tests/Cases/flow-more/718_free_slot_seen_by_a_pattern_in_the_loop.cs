// truth: racy
// why: the slot that the pattern has seen is gone when it is opened
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_718;

public sealed class Slots { public int Free { get; set; } = 1; }

public sealed class Gatekeeper(Func<Task> open, Func<Task> pause)
{
    private Slots? _slots = new();
    public int Free => _slots!.Free;

    public async Task EnterAsync(int tries)
    {
        while (tries-- > 0)
        {
            if (_slots is { Free: > 0 } slots)
            {
                await open();
                slots.Free--; // RACE: free before it was opened
                break;
            }
            await pause();
        }
    }
}
