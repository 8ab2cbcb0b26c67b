// truth: racy
// why: compared with the value of after the wait, the exchange always goes through, and what it stores is older
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_622;

public sealed class Stock(Func<Task<int>> delivered)
{
    private int _pieces;
    public int Pieces => _pieces;

    public async Task ReceiveAsync()
    {
        var next = _pieces + await delivered();
        Interlocked.CompareExchange(ref _pieces, next, _pieces); // RACE: worked out from the number of before
    }
}
