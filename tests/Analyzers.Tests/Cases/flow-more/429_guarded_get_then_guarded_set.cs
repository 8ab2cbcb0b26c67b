// truth: racy
// why: reading and writing are each under the gate, the update is not
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_429;

public sealed class Shared(Func<Task> work)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _value;
    public int Value => _value;

    private async Task<int> GetAsync()
    {
        await _gate.WaitAsync();
        try { return _value; } finally { _gate.Release(); }
    }

    private async Task SetAsync(int value)
    {
        await _gate.WaitAsync();
        try { _value = value; } finally { _gate.Release(); }
    }

    public async Task IncrementAsync()
    {
        var value = await GetAsync();
        await work();
        await SetAsync(value + 1); // RACE: the gate is given up in between
    }
}
