// truth: safe
// why: a buffer that was popped is in nobody else's hands until it is pushed back
// checked: 0 of 6 schedules violate

namespace Case_471;

public sealed class Chunk { public int Length; }

public sealed class Chunks(Func<Chunk, Task<int>> fill)
{
    private readonly Stack<Chunk> _free = new();
    public readonly List<int> Lengths = [];

    public async Task FillAsync()
    {
        var chunk = _free.Count > 0 ? _free.Pop() : new Chunk();
        var length = chunk.Length;
        length += await fill(chunk);
        chunk.Length = length;
        Lengths.Add(chunk.Length);
        chunk.Length = 0;
        _free.Push(chunk);
    }
}
