// truth: safe
// why: the helper awaits the lambda for each item before it goes on
// needs: a newer compiler
// checked: 0 of 10 schedules violate

namespace Case_541;

public static class InTurn
{
    public static async Task ForEachAsync<T>(this IEnumerable<T> items, Func<T, Task> body)
    {
        foreach (var item in items) await body(item);
    }
}

public sealed class Invoice(Func<int, Task<int>> price)
{
    public async Task<int> TotalAsync(params IReadOnlyList<int> items)
    {
        var total = 0;
        await items.ForEachAsync(async item =>
        {
            var before = total;
            total = before + await price(item);
        });
        return total;
    }
}
