// truth: safe
// why: the amount is taken under the lock before the charge, and given back when it fails
// checked: 0 of 6 schedules violate

namespace Case_732;

public sealed class GiftCards(Func<string, decimal, Task> charge)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, decimal> _balances = new();

    public void Issue(string code, decimal amount) { lock (_gate) _balances[code] = amount; }
    public decimal Left(string code) { lock (_gate) return _balances[code]; }

    public async Task<bool> RedeemAsync(string code, decimal amount)
    {
        lock (_gate)
        {
            if (!_balances.TryGetValue(code, out var left) || left < amount) return false;
            _balances[code] = left - amount;
        }
        try
        {
            await charge(code, amount);
            return true;
        }
        catch
        {
            lock (_gate) _balances[code] += amount;
            throw;
        }
    }
}
