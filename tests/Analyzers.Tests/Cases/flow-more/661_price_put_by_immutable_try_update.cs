// truth: safe
// why: the update goes through only where the old price is still there, and is tried again otherwise
// checked: 0 of 6 schedules violate

using System.Collections.Immutable;

namespace Case_661;

public sealed class PriceList(Func<int, Task<int>> raise)
{
    private ImmutableDictionary<string, int> _prices = ImmutableDictionary<string, int>.Empty.Add("a", 1);
    public int this[string item] => _prices[item];

    public async Task RaiseAsync(string item)
    {
        while (true)
        {
            if (!_prices.TryGetValue(item, out var old)) return;
            var raised = await raise(old);
            if (ImmutableInterlocked.TryUpdate(ref _prices, item, raised, old)) return;
        }
    }
}
