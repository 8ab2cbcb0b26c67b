// truth: safe
// why: the loop awaits each piece of work before it takes the next
// checked: 0 of 2 schedules violate

using System.Threading.Channels;

namespace Case_539;

public sealed class Agent
{
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>();
    private readonly Func<int, Task<int>> _grow;
    private int _size = 1;
    public Task Completion { get; }
    public int Size => _size;

    public Agent(Func<int, Task<int>> grow)
    {
        _grow = grow;
        Completion = LoopAsync();
    }

    public void Grow() => _work.Writer.TryWrite(async () => _size += await _grow(_size));
    public void Shrink() => _work.Writer.TryWrite(async () => _size -= await _grow(1));
    public void Complete() => _work.Writer.TryComplete();

    private async Task LoopAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync()) await work();
    }
}
