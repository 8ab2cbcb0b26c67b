// truth: racy
// why: both callers find no start and set it, the second to a later time
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_412;

public sealed class Stopwatch2(Func<Task<long>> now)
{
    private long? _start;
    public readonly List<long> Starts = [];

    public async Task<long> SinceAsync()
    {
        if (!_start.HasValue)
        {
            _start = await now(); // RACE: HasValue is from before the wait
            Starts.Add(_start.Value);
        }
        return _start.GetValueOrDefault();
    }
}
