// truth: racy
// why: the helper gives the slot by reference; the number in it is read before the wait
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_502;

public sealed class Week(Func<int, Task> save)
{
    private readonly int[] _days = new int[7];
    public int Of(int day) => _days[day % 7];
    private ref int At(int day) => ref _days[day % 7];

    public async Task CountAsync(int day)
    {
        var n = At(day);
        await save(n);
        At(day) = n + 1; // RACE: the number is from before the save
    }
}
