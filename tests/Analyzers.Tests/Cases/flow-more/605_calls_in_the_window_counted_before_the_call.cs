// truth: racy
// why: both calls find room in the window
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_605;

public sealed class SlidingWindow(int limit, TimeSpan window, Func<DateTime> now, Func<Task> call)
{
    private readonly Queue<DateTime> _calls = new();
    public int Made => _calls.Count;

    public async Task<bool> TryCallAsync()
    {
        var time = now();
        while (_calls.Count > 0 && time - _calls.Peek() > window)
            _calls.Dequeue();

        if (_calls.Count >= limit)
            return false;

        await call();
        _calls.Enqueue(time); // RACE: there was room before the call
        return true;
    }
}
