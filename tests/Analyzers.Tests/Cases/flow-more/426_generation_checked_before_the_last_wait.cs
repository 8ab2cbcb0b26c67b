// truth: racy
// why: the generation is checked, and then rendered with a wait before the result is stored
// checked: 2 of 14 schedules violate (wrong state)

namespace Case_426;

public sealed class Search(Func<string, Task<string>> query, Func<Task> render)
{
    private int _generation;
    private string _shown = "";
    public string Shown => _shown;

    public async Task FindAsync(string text)
    {
        var mine = ++_generation;
        var result = await query(text);
        if (mine != _generation) return;
        await render();
        _shown = result; // RACE: generation checked before the last wait
    }
}
