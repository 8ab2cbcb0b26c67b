// truth: racy
// why: the number of before the wait is put into the field by a helper that takes it by reference
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_619;

public sealed class Visits(Func<Task> log)
{
    private int _count;
    public int Count => _count;

    public async Task VisitAsync()
    {
        var count = _count;
        await log();
        Raise(ref _count, count); // RACE: counted from before the wait
    }

    private static void Raise(ref int target, int from) => target = from + 1;
}
