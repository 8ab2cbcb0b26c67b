// truth: safe
// why: the value is exchanged only when it is still the one that was seen; else all is done again
// checked: 0 of 6 schedules violate

namespace Case_468;

public sealed class Atomic(Func<int, Task<int>> next)
{
    private int _value;
    public int Value => Volatile.Read(ref _value);

    public async Task<int> StepAsync()
    {
        int seen, wanted;
        do
        {
            seen = Volatile.Read(ref _value);
            wanted = await next(seen);
        }
        while (Interlocked.CompareExchange(ref _value, wanted, seen) != seen);
        return wanted;
    }
}
