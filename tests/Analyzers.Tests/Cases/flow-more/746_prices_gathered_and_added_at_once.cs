// truth: safe
// why: the prices are gathered first and added to the total in one step
// checked: 0 of 20 schedules violate

namespace Case_746;

public sealed class Basket(Func<string, Task<decimal>> priceOf)
{
    private readonly List<string> _items = [];
    public decimal Total { get; private set; }

    public async Task AddAsync(params string[] items)
    {
        _items.AddRange(items);
        var prices = await Task.WhenAll(items.Select(async item =>
        {
            var price = await priceOf(item);
            return item.StartsWith("gift") ? 0m : price;
        }));
        Total += prices.Sum();
    }
}
