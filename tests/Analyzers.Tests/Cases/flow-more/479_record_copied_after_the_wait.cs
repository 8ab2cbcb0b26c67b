// truth: safe
// why: the record is read, copied and stored after the wait
// checked: 0 of 6 schedules violate

namespace Case_479;

public sealed record Totals(int Count, long Bytes);

public sealed class Upload(Func<Task<int>> send)
{
    private Totals _totals = new(0, 0);
    public Totals Totals => _totals;

    public async Task SendAsync()
    {
        var bytes = await send();
        _totals = _totals with { Count = _totals.Count + 1, Bytes = _totals.Bytes + bytes };
    }
}
