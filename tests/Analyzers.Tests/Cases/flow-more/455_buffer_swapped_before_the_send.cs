// truth: safe
// why: the buffer is exchanged for a new one before the wait
// checked: 0 of 18 schedules violate

namespace Case_455;

public sealed class Buffered(Func<IReadOnlyList<int>, Task> send)
{
    private List<int> _items = [];
    public void Add(int item) => _items.Add(item);

    public async Task FlushAsync()
    {
        if (_items.Count == 0) return;
        var full = _items;
        _items = [];
        await send(full);
    }
}
