// truth: safe
// why: the merge is stored only where the version is the one it was made from
// checked: 0 of 6 schedules violate

namespace Case_647;

public sealed class SharedList(Func<string[], Task<string[]>> merge)
{
    private int _version;
    private string[] _items = [];
    public string[] Items => _items;

    public async Task MergeAsync()
    {
        while (true)
        {
            var (version, items) = (_version, _items);
            var merged = await merge(items);
            if (version != _version) continue;
            (_version, _items) = (version + 1, merged);
            return;
        }
    }
}
