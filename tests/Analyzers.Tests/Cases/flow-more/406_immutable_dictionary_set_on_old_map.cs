// truth: racy
// why: what the other caller added is not in the map that is stored
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Immutable;

namespace Case_406;

public sealed class Prices(Func<string, Task<int>> ask)
{
    private ImmutableDictionary<string, int> _prices = ImmutableDictionary<string, int>.Empty;
    public int Count => _prices.Count;

    public async Task LoadAsync(string name)
    {
        var known = _prices;
        var price = await ask(name);
        _prices = known.SetItem(name, price); // RACE: built from the map of before
    }
}
