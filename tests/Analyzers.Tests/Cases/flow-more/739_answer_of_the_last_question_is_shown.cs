// truth: safe
// why: who has been overtaken by another question shows nothing
// checked: 0 of 6 schedules violate

namespace Case_739;

public sealed class SearchBox(Func<string, Task<string[]>> search)
{
    private int _asked;
    public string[] Shown { get; private set; } = [];

    public async Task AskAsync(string text)
    {
        var mine = Interlocked.Increment(ref _asked);
        var found = await search(text);
        if (!IsLatest(mine)) return;
        Shown = found;
    }

    private bool IsLatest(int question) => Volatile.Read(ref _asked) == question;
}
