// truth: racy
// why: the bit of the other one is lost by the exchange
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_719;

public sealed class Features(Func<int, Task> prepare)
{
    private int _mask;
    public int Mask => Volatile.Read(ref _mask);

    public async Task EnableAsync(int bit)
    {
        var mask = Volatile.Read(ref _mask);
        if ((mask & bit) != 0) return;
        await prepare(bit);
        Interlocked.Exchange(ref _mask, mask | bit); // RACE: the mask of before
    }
}
