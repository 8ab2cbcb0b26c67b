// truth: racy
// why: what is stored through two helpers is counted from the snapshot of before
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_615;

public sealed class Average(Func<Task<int>> measure)
{
    private int _count, _sum;
    private (int Count, int Sum) Snapshot => (_count, _sum);
    public int Count => _count;

    public async Task MeasureAsync()
    {
        var (count, sum) = Snapshot;
        var value = await measure();
        Keep(count + 1, sum + value); // RACE: from the snapshot of before
    }

    private void Keep(int count, int sum) => Put(ref _count, count, ref _sum, sum);

    private static void Put(ref int a, int x, ref int b, int y)
    {
        a = x;
        b = y;
    }
}
