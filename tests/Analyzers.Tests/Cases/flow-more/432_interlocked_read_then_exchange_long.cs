// truth: racy
// why: both calls advance from the same position
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_432;

public sealed class Cursor64(Func<long, Task<int>> read)
{
    private long _position;
    public long Position => Interlocked.Read(ref _position);

    public async Task ReadAsync()
    {
        var at = Interlocked.Read(ref _position);
        var n = await read(at);
        Interlocked.Exchange(ref _position, at + n); // RACE: position of before
    }
}
