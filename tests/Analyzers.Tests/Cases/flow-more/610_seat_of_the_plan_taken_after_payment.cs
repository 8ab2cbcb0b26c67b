// truth: racy
// why: two pay for one seat
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_610;

public sealed class Theatre(int rows, int seats, Func<string, Task> pay)
{
    private readonly string?[,] _plan = new string?[rows, seats];
    public int Sold;

    public async Task<bool> BuyAsync(int row, int seat, string who)
    {
        if (_plan[row, seat] != null) return false;
        await pay(who);
        _plan[row, seat] = who; // RACE: free before the payment
        Sold++;
        return true;
    }
}
