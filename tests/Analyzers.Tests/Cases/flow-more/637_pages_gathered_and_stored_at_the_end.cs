// truth: safe
// why: what the loop gathers belongs to the call; the last whole list wins
// checked: 0 of 20 schedules violate

namespace Case_637;

public sealed record Page(string[] Names, string? Next);

public sealed class Directory(Func<string?, Task<Page>> get)
{
    private IReadOnlyList<string> _names = [];
    public IReadOnlyList<string> Names => _names;

    public async Task RefreshAsync()
    {
        var names = new List<string>();
        string? next = null;
        do
        {
            var page = await get(next);
            names.AddRange(page.Names);
            next = page.Next;
        }
        while (next is not null);
        _names = names;
    }
}
