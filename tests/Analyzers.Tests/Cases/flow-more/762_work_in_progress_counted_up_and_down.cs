// truth: safe
// why: who counts from nothing to one does the work of all others too, one after the other
// checked: 0 of 30 schedules violate

namespace Case_762;

public sealed class Drain(Func<int, Task> handle)
{
    private int _waiting;
    private int _handled;
    public int Handled => _handled;

    public async Task PokeAsync()
    {
        if (Interlocked.Increment(ref _waiting) != 1) return;
        do
        {
            var number = _handled + 1;
            await handle(number);
            _handled = number;
        }
        while (Interlocked.Decrement(ref _waiting) != 0);
    }
}
