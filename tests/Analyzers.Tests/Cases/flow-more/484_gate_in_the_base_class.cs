// truth: safe
// why: the base class holds its gate while the derived class works
// checked: 0 of 4 schedules violate

namespace Case_484;

public abstract class Serialized
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    protected abstract Task WorkAsync();

    public async Task RunAsync()
    {
        await _gate.WaitAsync();
        try { await WorkAsync(); }
        finally { _gate.Release(); }
    }
}

public sealed class Counting(Func<Task> step) : Serialized
{
    private int _count;
    public int Count => _count;

    protected override async Task WorkAsync()
    {
        var count = _count;
        await step();
        _count = count + 1;
    }
}
