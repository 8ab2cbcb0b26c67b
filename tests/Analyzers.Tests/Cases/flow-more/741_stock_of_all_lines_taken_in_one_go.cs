// truth: safe
// why: prices come first; the look at the stock and the taking have no wait between them
// checked: 0 of 6 schedules violate

namespace Case_741;

public sealed record Line(string Sku, int Quantity);

public sealed class Warehouse(Func<string, Task<decimal>> priceOf)
{
    private readonly Dictionary<string, int> _stock = new();
    public void Put(string sku, int quantity) => _stock[sku] = quantity;
    public int Of(string sku) => _stock[sku];

    public async Task<decimal?> OrderAsync(List<Line> lines)
    {
        var sum = 0m;
        foreach (var line in lines)
            sum += line.Quantity * await priceOf(line.Sku);

        return TryTake(lines) ? sum : null;
    }

    private bool TryTake(List<Line> lines)
    {
        foreach (var line in lines)
            if (_stock[line.Sku] < line.Quantity) return false;
        foreach (var line in lines)
            _stock[line.Sku] -= line.Quantity;
        return true;
    }
}
