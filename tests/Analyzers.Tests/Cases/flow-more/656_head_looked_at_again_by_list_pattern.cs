// truth: safe
// why: after the wait the head is removed only where it is the one that was sent
// checked: 0 of 18 schedules violate

namespace Case_656;

public sealed class Outgoing(Func<string, Task> send)
{
    private readonly List<string> _lines = [];
    public void Add(string line) => _lines.Add(line);
    public int Left => _lines.Count;

    public async Task SendAllAsync()
    {
        while (_lines is [var first, ..])
        {
            await send(first);
            if (_lines is [var now, ..] && ReferenceEquals(now, first)) _lines.RemoveAt(0);
        }
    }
}
