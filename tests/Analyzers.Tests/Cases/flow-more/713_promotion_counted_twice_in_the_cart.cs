// truth: racy
// why: the promotion was not in the cart before the look-up, and is taken off twice
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_713;

public sealed class Cart { public decimal Total; public HashSet<string> Promotions = []; }

public sealed class Checkout(Func<string, Task<decimal>> discountOf)
{
    private readonly Cart _cart = new() { Total = 100 };
    public decimal Total => _cart.Total;

    public async Task ApplyAsync(string code)
    {
        if (_cart.Promotions.Contains(code)) return;
        var discount = await discountOf(code);
        _cart.Promotions.Add(code); // RACE: not there before the look-up
        _cart.Total -= discount;
    }
}
