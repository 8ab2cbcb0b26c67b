// truth: racy
// why: both callers store the same next number
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Concurrent;

namespace Case_408;

public sealed class Visits(Func<string, Task> log)
{
    private readonly ConcurrentDictionary<string, int> _visits = new();
    public int Of(string page) => _visits[page];

    public async Task VisitAsync(string page)
    {
        _visits.TryGetValue(page, out var n);
        await log(page);
        _visits[page] = n + 1; // RACE: counted on from a number of before
    }
}
