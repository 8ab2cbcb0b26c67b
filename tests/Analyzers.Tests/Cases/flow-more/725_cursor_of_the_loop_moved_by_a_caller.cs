// truth: racy
// why: the loop stores the place it came from, and the skip is lost
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_725;

public sealed class Feed(Func<long, Task<int>> read)
{
    private long _cursor;
    private bool _stopped;
    public long Cursor => _cursor;
    public void Skip(int count) => _cursor += count;
    public void Stop() => _stopped = true;

    public async Task RunAsync()
    {
        while (!_stopped)
        {
            var cursor = _cursor;
            var count = await read(cursor);
            _cursor = cursor + count; // RACE: a skip meanwhile
        }
    }
}
