// truth: racy
// why: the old text is evaluated before the new line is there
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_410;

public sealed class Journal(Func<Task<string>> line)
{
    private string _text = "";
    public string Text => _text;

    public async Task AppendAsync()
    {
        _text = string.Concat(_text, "\n", await line()); // RACE: first argument read before the await
    }
}
