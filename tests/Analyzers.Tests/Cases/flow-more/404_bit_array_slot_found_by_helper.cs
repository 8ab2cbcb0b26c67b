// truth: racy
// why: two callers get the same free slot
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections;

namespace Case_404;

public sealed class Slots(Func<int, Task> format)
{
    private readonly BitArray _used = new(4);

    public async Task<int> AllocateAsync()
    {
        var slot = FirstFree();
        await format(slot);
        _used[slot] = true; // RACE: the slot was free before the wait
        return slot;
    }

    private int FirstFree()
    {
        for (var i = 0; i < _used.Length; i++)
            if (!_used[i]) return i;
        throw new InvalidOperationException();
    }
}
