// truth: racy
// why: an offer is compared with what was best before it was confirmed
// checked: 2 of 6 schedules violate (wrong state)

namespace Case_518;

public sealed class Auction(Func<int, Task<bool>> confirm)
{
    private int _best;
    public int Best => _best;

    public async Task BidAsync(params Task<int>[] bids)
    {
        await foreach (var bid in Task.WhenEach(bids))
        {
            var offer = await bid;
            if (offer <= _best) continue;
            if (await confirm(offer)) _best = offer; // RACE: the best of before the confirmation
        }
    }
}
