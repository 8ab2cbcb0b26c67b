// truth: racy
// why: the value from before the loop is the base of what is stored in it
// checked: 25 of 25 schedules violate (wrong state)

namespace Case_617;

public sealed class Meter
{
    private int _total;
    public int Total => _total;

    public async Task ReadAllAsync(params Task<int>[] readings)
    {
        var sum = _total;
        await foreach (var reading in Task.WhenEach(readings))
        {
            if (reading is { IsCompletedSuccessfully: true, Result: var value and > 0 }) sum += value;
            else continue;
            _total = sum; // RACE: grows from the total of before the loop
        }
    }
}
