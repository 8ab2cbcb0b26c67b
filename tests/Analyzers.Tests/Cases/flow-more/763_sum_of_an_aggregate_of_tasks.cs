// truth: safe
// why: each lambda waits for the one before it, and so they run in turn
// checked: 0 of 1 schedules violate

namespace Case_763;

public sealed class Visitor(Func<string, Task<int>> visit)
{
    public async Task<int> VisitAsync(IEnumerable<string> names)
    {
        var total = 0;
        await names.Aggregate(Task.CompletedTask, async (before, name) =>
        {
            await before;
            total += await visit(name);
        });
        return total;
    }
}
