// truth: racy
// why: the update is atomic, but its function adds to a value of before the wait
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Concurrent;

namespace Case_510;

public sealed class Spend(Func<string, Task<int>> bill)
{
    private readonly ConcurrentDictionary<string, int> _byTenant = new();
    public int Of(string tenant) => _byTenant.GetValueOrDefault(tenant);

    public async Task BillAsync(string tenant)
    {
        var old = _byTenant.GetValueOrDefault(tenant);
        var amount = await bill(tenant);
        _byTenant.AddOrUpdate(tenant, amount, (_, _) => old + amount); // RACE: what was spent before the bill came
    }
}
