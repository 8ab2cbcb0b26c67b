// truth: safe
// why: only the newest search stores its text: the pattern looks at the state of after the wait
// checked: 0 of 6 schedules violate

namespace Case_545;

public sealed record View(int Generation, string Text);

public sealed class Search(Func<string, Task<string>> find)
{
    private View _view = new(0, "");
    public string Text => _view.Text;

    public async Task FindAsync(string query)
    {
        var mine = _view.Generation + 1;
        _view = _view with { Generation = mine };
        var text = await find(query);
        if (_view is { Generation: var now } && now == mine) _view = _view with { Text = text };
    }
}
