// truth: racy
// why: two flushes send the same buffer, and the second swaps it to the front again
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_423;

public sealed class DoubleBuffer(Func<List<int>, Task> send)
{
    private List<int> _front = [], _back = [];
    public void Add(int item) => _front.Add(item);

    public async Task FlushAsync()
    {
        var full = _front;
        await send(full);
        _front = _back; // RACE: what came in during the send goes to the back unsent
        _back = full;
        full.Clear();
    }
}
