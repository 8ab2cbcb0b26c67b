// truth: racy
// why: both orders find enough of everything before they are approved
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_711;

public sealed record Line(string Sku, int Quantity);

public sealed class Warehouse(Func<Task<bool>> approve)
{
    private readonly Dictionary<string, int> _stock = new();
    public void Put(string sku, int quantity) => _stock[sku] = quantity;
    public int Of(string sku) => _stock[sku];

    public async Task<bool> OrderAsync(List<Line> lines)
    {
        foreach (var line in lines)
            if (_stock[line.Sku] < line.Quantity) return false;

        if (!await approve()) return false;

        foreach (var line in lines)
            _stock[line.Sku] -= line.Quantity; // RACE: enough before the approval
        return true;
    }
}
