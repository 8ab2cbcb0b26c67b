// truth: safe
// why: the maximum is read and replaced in one atomic step after the wait, again and again until it holds
// checked: 0 of 6 schedules violate

namespace Case_558;

public sealed class Peak(Func<Task<int>> measure)
{
    private int _highest;
    public int Highest => Volatile.Read(ref _highest);

    public async Task MeasureAsync()
    {
        if (_highest >= 100) return;
        var value = await measure();
        int seen;
        while (value > (seen = Volatile.Read(ref _highest)) && Interlocked.CompareExchange(ref _highest, value, seen) != seen) { }
    }
}
