// truth: racy
// why: the old number is read before the bytes are
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_437;

public sealed class Meter2(Func<ValueTask<int>> read)
{
    public long Bytes { get; private set; }

    public async ValueTask ReadAsync()
    {
        Bytes += await read().ConfigureAwait(false); // RACE: read before the await
    }
}
