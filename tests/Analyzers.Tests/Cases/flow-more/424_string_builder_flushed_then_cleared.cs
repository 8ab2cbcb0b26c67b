// truth: racy
// why: what is appended during the write is cleared with the rest
// checked: 1 of 3 schedules violate (wrong state)

using System.Text;

namespace Case_424;

public sealed class TextSink(Func<string, Task> write)
{
    private readonly StringBuilder _text = new();
    public void Append(string s) => _text.Append(s);

    public async Task FlushAsync()
    {
        var text = _text.ToString();
        await write(text);
        _text.Clear(); // RACE: more may be in it than was written
    }
}
