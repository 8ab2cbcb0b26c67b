// truth: racy
// why: two readers fetch the same page, and then one page is left out
// checked: 56 of 64 schedules violate (wrong state)

namespace Case_435;

public sealed class Pages(Func<int, Task<string>> fetch, int count)
{
    private int _cursor;

    public async IAsyncEnumerable<string> ReadAsync()
    {
        while (_cursor < count)
        {
            var page = await fetch(_cursor);
            _cursor++; // RACE: the page fetched need not be the one that is passed
            yield return page;
        }
    }
}
