// truth: safe
// why: what is built is a local; it is published in one step
// checked: 0 of 20 schedules violate

namespace Case_475;

public sealed class Catalog(Func<IAsyncEnumerable<string>> read)
{
    private IReadOnlyList<string> _names = [];
    public IReadOnlyList<string> Names => _names;

    public async Task ReloadAsync()
    {
        var names = new List<string>();
        await foreach (var name in read())
            if (!names.Contains(name)) names.Add(name);
        _names = names;
    }
}
