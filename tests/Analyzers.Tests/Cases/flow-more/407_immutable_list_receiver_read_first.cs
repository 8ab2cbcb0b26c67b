// truth: racy
// why: the list is read before the argument is awaited
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Immutable;

namespace Case_407;

public sealed class Feed(Func<Task<string>> next)
{
    private ImmutableList<string> _lines = [];
    public int Count => _lines.Count;

    public async Task PullAsync()
    {
        _lines = _lines.Add(await next()); // RACE: receiver read before the await
    }
}
