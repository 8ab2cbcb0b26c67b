// truth: safe
// why: who removes the cart owns it, and changes it alone
// checked: 0 of 4 schedules violate

using System.Collections.Concurrent;

namespace Case_630;

public sealed class Cart { public int Total; public bool Paid; public int Charges; }

public sealed class Checkout(Func<int, Task> charge)
{
    private readonly ConcurrentDictionary<string, Cart> _carts = new();
    public void Put(string user, Cart cart) => _carts[user] = cart;

    public async Task<bool> PayAsync(string user)
    {
        if (!_carts.TryRemove(user, out var cart)) return false;
        if (cart.Paid) return true;
        var charges = cart.Charges;
        await charge(cart.Total);
        cart.Charges = charges + 1;
        cart.Paid = true;
        return true;
    }
}
