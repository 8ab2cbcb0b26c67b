// truth: racy
// why: the entry that is last when the flush is over is another one than was flushed
// checked: 2 of 3 schedules violate (wrong state)

namespace Case_401;

public sealed class Recent(Func<int, Task> flush)
{
    private readonly LinkedList<int> _order = new();
    public IEnumerable<int> Kept => _order;
    public void Use(int key) { _order.Remove(key); _order.AddFirst(key); }

    public async Task EvictAsync()
    {
        var oldest = _order.Last;
        if (oldest is null) return;
        await flush(oldest.Value);
        _order.RemoveLast(); // RACE: the last one was used again during the flush
    }
}
