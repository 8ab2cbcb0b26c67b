// truth: safe
// why: each run adds with an atomic step and stores under a key of its own
// checked: 0 of 1 schedules violate

using System.Collections.Concurrent;

namespace Case_543;

public sealed class Census(Func<string, Task<int>> count)
{
    public async Task<(long Sum, int Towns)> RunAsync(IEnumerable<string> towns)
    {
        long sum = 0;
        var byTown = new ConcurrentDictionary<string, int>();
        await Parallel.ForEachAsync(towns, async (town, _) =>
        {
            var people = await count(town);
            Interlocked.Add(ref sum, people);
            byTown[town] = people;
        });
        return (sum, byTown.Count);
    }
}
