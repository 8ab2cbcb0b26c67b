// truth: racy
// why: two orders find the coupon unused, and both get the discount
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_601;

public sealed class Coupons(Func<string, Task> applyDiscount)
{
    private readonly HashSet<string> _used = [];

    public async Task RedeemAsync(string code)
    {
        if (_used.Contains(code))
            throw new InvalidOperationException("already redeemed");

        await applyDiscount(code);
        _used.Add(code); // RACE: unused before the discount
    }
}
