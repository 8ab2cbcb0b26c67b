// truth: racy
// why: the balance of the receiver is worked out before the confirmation
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_614;

public sealed class Wallet(Func<Task> confirm)
{
    public int Balance { get; private set; } = 100;

    public async Task SendAsync(Wallet to, int amount)
    {
        var after = to.Balance + amount;
        await confirm();
        Balance -= amount;
        to.Balance = after; // RACE: what the receiver had before the confirmation
    }
}
