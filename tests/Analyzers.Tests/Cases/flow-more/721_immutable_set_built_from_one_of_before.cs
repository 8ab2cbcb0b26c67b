// truth: racy
// why: the builder starts from the set of before, and the other name is lost
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Immutable;

namespace Case_721;

public sealed class Reserved(Func<string, Task<string>> normalize)
{
    private ImmutableHashSet<string> _names = [];
    public int Count => _names.Count;

    public async Task ReserveAsync(string name)
    {
        var builder = _names.ToBuilder();
        builder.Add(await normalize(name));
        _names = builder.ToImmutable(); // RACE: built from the set of before
    }
}
