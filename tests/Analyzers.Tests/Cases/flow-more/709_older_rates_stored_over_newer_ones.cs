// truth: racy
// why: compared with the version of before the fetch, older rates win over newer ones
// checked: 2 of 6 schedules violate (wrong state)

namespace Case_709;

public sealed record Rates(int Version, decimal Dollar);

public sealed class RateCache(Func<Task<Rates>> fetch)
{
    private Rates _rates = new(0, 1m);
    public Rates Current => _rates;

    public async Task RefreshAsync()
    {
        var version = _rates.Version;
        var fetched = await fetch();
        if (fetched.Version > version) _rates = fetched; // RACE: the version of before the fetch
    }
}
