// truth: safe
// why: the base calls the core only while it holds the gate
// checked: 0 of 4 schedules violate

namespace Case_550;

public abstract class Serial
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public async Task ExecuteAsync()
    {
        await _gate.WaitAsync();
        try { await ExecuteCoreAsync(); }
        finally { _gate.Release(); }
    }

    protected abstract Task ExecuteCoreAsync();
}

public sealed class Mileage(Func<Task<int>> drive) : Serial
{
    private int _miles;
    public int Miles => _miles;

    protected override async Task ExecuteCoreAsync()
    {
        var miles = _miles;
        _miles = miles + await drive();
    }
}
