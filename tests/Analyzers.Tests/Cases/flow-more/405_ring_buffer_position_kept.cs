// truth: racy
// why: both writers write at the same position
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_405;

public sealed class Ring(Func<Task<byte>> read)
{
    private readonly byte[] _data = new byte[8];
    private int _end;
    public int Length => _end;

    public async Task FillAsync()
    {
        var at = _end;
        _data[at] = await read();
        _end = (at + 1) % _data.Length; // RACE: the position is from before the wait
    }
}
