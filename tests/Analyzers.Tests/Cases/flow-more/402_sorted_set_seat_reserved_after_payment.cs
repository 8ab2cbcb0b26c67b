// truth: racy
// why: two buyers find the seat free and both pay for it
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_402;

public sealed class Hall(Func<Task> pay)
{
    private readonly SortedSet<int> _taken = [];
    public int Sold;

    public async Task<bool> BuyAsync(int seat)
    {
        if (_taken.Contains(seat)) return false;
        await pay();
        _taken.Add(seat); // RACE: the seat was looked up before the payment
        Sold++;
        return true;
    }
}
