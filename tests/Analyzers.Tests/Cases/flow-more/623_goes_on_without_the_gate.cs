// truth: racy
// why: who does not get the gate at once goes on without it
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_623;

public sealed class Ledger(Func<Task<int>> fee)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _sum;
    public int Sum => _sum;
    public int Late;

    public async Task BookAsync()
    {
        var held = await _gate.WaitAsync(0);
        if (!held) Late++;
        try
        {
            var before = _sum;
            var amount = await fee();
            _sum = before + amount; // RACE: also without the gate
        }
        finally
        {
            if (held) _gate.Release();
        }
    }
}
