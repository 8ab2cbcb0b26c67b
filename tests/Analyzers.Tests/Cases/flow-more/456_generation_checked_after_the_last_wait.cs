// truth: safe
// why: who has been overtaken finds another generation and leaves
// checked: 0 of 6 schedules violate

namespace Case_456;

public sealed class Search(Func<string, Task<string>> query)
{
    private int _generation;
    private string _shown = "";
    public string Shown => _shown;

    public async Task FindAsync(string text)
    {
        var mine = ++_generation;
        var result = await query(text);
        if (mine != _generation) return;
        _shown = result;
    }
}
