// truth: safe
// why: the new record is stored only where the old one is still there, and worked out again otherwise
// checked: 0 of 6 schedules violate

namespace Case_633;

public sealed record Order(int Lines, decimal Tax);

public sealed class OpenOrder(Func<int, Task<decimal>> taxOf)
{
    private Order _order = new(0, 0);
    public Order Current => _order;

    public async Task AddLineAsync()
    {
        for (;;)
        {
            var seen = _order;
            var lines = seen.Lines + 1;
            var changed = seen with { Lines = lines, Tax = await taxOf(lines) };
            if (ReferenceEquals(Interlocked.CompareExchange(ref _order, changed, seen), seen)) return;
        }
    }
}
