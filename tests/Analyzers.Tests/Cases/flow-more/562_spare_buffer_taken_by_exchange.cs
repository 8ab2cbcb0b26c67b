// truth: safe
// why: the spare one is taken out in one step: until it is put back it belongs to one call
// checked: 0 of 20 schedules violate

namespace Case_562;

public sealed class Scratch { public int Length; }

public sealed class Encoder(Func<Scratch, Task<int>> encode)
{
    private Scratch? _spare;

    public async Task<int> EncodeAsync()
    {
        var scratch = Interlocked.Exchange(ref _spare, null) ?? new Scratch();
        scratch.Length = 0;
        var head = scratch.Length;
        scratch.Length = head + await encode(scratch);
        scratch.Length += await encode(scratch);
        var length = scratch.Length;
        Volatile.Write(ref _spare, scratch);
        return length;
    }
}
