// truth: racy
// why: the bounds are compared before the second reading is there
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_411;

public sealed class Range(Func<Task<int>> measure)
{
    private int _low = 50, _high = 50;
    public (int, int) Bounds => (_low, _high);

    public async Task WidenAsync()
    {
        var (low, high) = (_low, _high);
        var value = await measure();
        (_low, _high) = (Math.Min(low, value), Math.Max(high, value)); // RACE: bounds of before
    }
}
