// truth: racy
// why: who waits for a permit goes on without another look at the slots
// checked: 5 of 6 schedules violate (wrong state)

namespace Case_620;

public sealed class Parking(int free, Func<Task> someoneLeaves, Func<Task> permit)
{
    private int _free = free;
    public int Free => _free;

    public async Task EnterAsync(bool resident)
    {
        while (true)
        {
            if (_free == 0)
            {
                await someoneLeaves();
                continue;
            }
            if (resident) break;
            await permit();
            break;
        }
        _free--; // RACE: there was a slot before the permit
    }
}
