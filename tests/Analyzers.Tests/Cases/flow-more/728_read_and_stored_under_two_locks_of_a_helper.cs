// truth: racy
// why: the lock is given back between the reading and the store
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_728;

public sealed class Ledger(Func<decimal, Task> audit)
{
    private readonly object _gate = new();
    private decimal _total;
    public decimal Total => Locked(() => _total);

    public async Task PostAsync(decimal amount)
    {
        var total = Locked(() => _total);
        await audit(amount);
        Locked(() => _total = total + amount); // RACE: the total of before the audit
    }

    private T Locked<T>(Func<T> body)
    {
        lock (_gate) return body();
    }
}
