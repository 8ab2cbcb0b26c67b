// truth: safe
// why: the lambdas share a local of the call, and are run one after the other
// checked: 0 of 10 schedules violate

namespace Case_649;

public sealed class Pipeline(Func<int, Task<int>> cost)
{
    public async Task<int> RunAsync(params int[] items)
    {
        var total = 0;
        var steps = new List<Func<Task>>();
        foreach (var item in items)
        {
            steps.Add(async () =>
            {
                var soFar = total;
                var add = await cost(item);
                Func<int> sum = () => soFar + add;
                total = sum();
            });
        }
        foreach (var step in steps) await step();
        return total;
    }
}
