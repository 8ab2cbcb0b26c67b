// truth: safe
// why: the set is read, extended and stored in one stretch after the wait
// checked: 0 of 6 schedules violate

using System.Collections.Immutable;

namespace Case_491;

public sealed class Tags(Func<string, Task<string>> clean)
{
    private ImmutableHashSet<string> _tags = [];
    public int Count => _tags.Count;

    public async Task AddAsync(string tag)
    {
        var cleaned = await clean(tag);
        if (!_tags.Contains(cleaned)) _tags = _tags.Add(cleaned);
    }
}
