// truth: safe
// why: the answer of the addition decides, and it comes before the wait
// checked: 0 of 4 schedules violate

namespace Case_743;

public sealed class Cart { public decimal Total; public HashSet<string> Promotions = []; }

public sealed class Checkout(Func<string, Task<decimal>> discountOf)
{
    private readonly Cart _cart = new() { Total = 100 };
    public decimal Total => _cart.Total;

    public async Task ApplyAsync(string code)
    {
        if (!_cart.Promotions.Add(code)) return;
        decimal discount;
        try
        {
            discount = await discountOf(code);
        }
        catch
        {
            _cart.Promotions.Remove(code);
            throw;
        }
        _cart.Total -= discount;
    }
}
