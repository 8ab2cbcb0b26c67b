// truth: racy
// needs: a newer compiler
// why: the peak is an argument beside the measurement, and read before it
// checked: 2 of 6 schedules violate (wrong state)

namespace Case_628;

public sealed class Load(Func<Task<int>> measure)
{
    private int _peak;
    public int Peak => _peak;

    public async Task SampleAsync(int floor) => _peak = Largest(_peak, floor, await measure()); // RACE: the peak of before

    private static int Largest(params IReadOnlyList<int> values)
    {
        var largest = int.MinValue;
        foreach (var value in values) largest = Math.Max(largest, value);
        return largest;
    }
}
