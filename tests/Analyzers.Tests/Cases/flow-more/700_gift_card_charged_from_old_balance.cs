// truth: racy
// why: both purchases see the full card, and what the first one took comes back
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_700;

public sealed class GiftCards(Func<string, decimal, Task> charge)
{
    private readonly Dictionary<string, decimal> _balances = new();
    public void Issue(string code, decimal amount) => _balances[code] = amount;
    public decimal Left(string code) => _balances[code];

    public async Task<bool> RedeemAsync(string code, decimal amount)
    {
        if (!_balances.TryGetValue(code, out var left) || left < amount) return false;
        await charge(code, amount);
        _balances[code] = left - amount; // RACE: what was left before the charge
        return true;
    }
}
