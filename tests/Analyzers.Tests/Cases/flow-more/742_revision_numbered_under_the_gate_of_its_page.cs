// truth: safe
// why: each page has a gate of its own, and all that numbers its revisions holds it
// checked: 0 of 4 schedules violate

namespace Case_742;

public sealed record Revision(int Number, string Text);

public sealed class Page
{
    public SemaphoreSlim Gate { get; } = new(1, 1);
    public List<Revision> Revisions { get; } = [];
}

public sealed class Wiki(Func<int, string, Task> store)
{
    private readonly Dictionary<string, Page> _pages = new() { ["home"] = new Page() };
    public Page this[string name] => _pages[name];

    public async Task EditAsync(string name, string text)
    {
        var page = _pages[name];
        await page.Gate.WaitAsync();
        try
        {
            var number = page.Revisions.Count + 1;
            await store(number, text);
            page.Revisions.Add(new Revision(number, text));
        }
        finally
        {
            page.Gate.Release();
        }
    }
}
