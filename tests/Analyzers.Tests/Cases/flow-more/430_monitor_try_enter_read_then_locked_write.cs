// truth: racy
// why: the number is read in one critical section and written in another
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_430;

public sealed class Tally(Func<Task> wait)
{
    private readonly object _sync = new();
    private int _tally;
    public int Value { get { lock (_sync) return _tally; } }

    public async Task AddAsync()
    {
        int seen;
        var taken = false;
        try
        {
            Monitor.TryEnter(_sync, 1000, ref taken);
            seen = _tally;
        }
        finally
        {
            if (taken) Monitor.Exit(_sync);
        }
        await wait();
        lock (_sync) { _tally = seen + 1; } // RACE: seen in the critical section before
    }
}
