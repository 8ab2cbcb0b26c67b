// truth: racy
// why: each step is atomic, the check and the increment together are not
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_421;

public sealed class Gatekeeper(Func<Task> prepare, int max)
{
    private int _running;
    public int Running => Volatile.Read(ref _running);

    public async Task<bool> EnterAsync()
    {
        if (Volatile.Read(ref _running) >= max) return false;
        await prepare();
        Interlocked.Increment(ref _running); // RACE: the limit was compared before the wait
        return true;
    }
    public void Leave() => Interlocked.Decrement(ref _running);
}
