// truth: racy
// why: the bodies run at once and add to the sum of before
// checked: 1 of 1 schedules violate (wrong state)

namespace Case_724;

public sealed class Histogram(Func<int, Task<int>> measure)
{
    public async Task<int> SumAsync(int buckets)
    {
        var sum = 0;
        await Parallel.ForAsync(0, buckets, async (bucket, _) =>
        {
            sum += await measure(bucket); // RACE: the sum of before
        });
        return sum;
    }
}
