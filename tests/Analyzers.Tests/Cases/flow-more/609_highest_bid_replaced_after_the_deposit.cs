// truth: racy
// why: a lower bid may replace a higher one that came during its deposit
// checked: 2 of 6 schedules violate (wrong state)

namespace Case_609;

public sealed record Bid(string Who, decimal Amount);

public sealed class Auction(Func<Bid, Task> deposit, Func<Bid, Task> giveBack)
{
    private Bid? _best;
    public Bid? Best => _best;

    public async Task<bool> PlaceAsync(Bid bid)
    {
        var previous = _best;
        if (previous is not null && bid.Amount <= previous.Amount)
            return false;

        await deposit(bid);
        _best = bid; // RACE: compared with the best of before the deposit
        if (previous is not null)
            await giveBack(previous);
        return true;
    }
}
