// truth: safe
// why: the first caller claims the saving, and goes on as long as the others change something
// checked: 0 of 4 schedules violate

namespace Case_639;

public sealed class Editor(Func<string, Task> save)
{
    private string _text = "";
    private bool _dirty, _saving;

    public async Task ChangeAsync(string text)
    {
        _text = text;
        _dirty = true;
        if (_saving) return;
        _saving = true;
        try
        {
            while (_dirty)
            {
                _dirty = false;
                await save(_text);
            }
        }
        finally
        {
            _saving = false;
        }
    }
}
