// truth: racy
// why: the last reading is read before the wait, and the sum stored in what is the last one by then
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_716;

public sealed class Readings(Func<Task<int>> correction)
{
    private readonly List<int> _values = [0];
    public int Sum => _values.Sum();

    public async Task CorrectAsync() => _values[^1] += await correction(); // RACE: the reading of before
}
