// truth: safe
// why: both sums are read in the statement that writes them, after the wait
// checked: 0 of 6 schedules violate

namespace Case_631;

public sealed class Revenue(Func<decimal, Task<decimal>> feeOf)
{
    private decimal _gross, _net;
    public (decimal Gross, decimal Net) Sums => (_gross, _net);

    public async Task BookAsync(decimal amount)
    {
        if (amount <= 0) return;
        var fee = await feeOf(amount);
        (_gross, _net) = (_gross + amount, _net + amount - fee);
    }
}
