// truth: racy
// why: a line that comes while the digest is sent is thrown away
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_611;

public sealed class Digest(Func<string, Task> send)
{
    private List<string> _lines = [];

    public void Add(string line) => _lines.Add(line);

    public async Task<int> SendAsync()
    {
        if (_lines is []) return 0;
        var count = _lines.Count;
        await send(string.Join('\n', _lines));
        _lines = []; // RACE: lines that came meanwhile are lost
        return count;
    }

    public int Left => _lines.Count;
}
