// truth: safe
// why: the downloads run at once, but their sizes are added one by one to a local
// checked: 0 of 6 schedules violate

namespace Case_542;

public sealed class Downloads(Func<string, Task<int>> size)
{
    public async Task<int> SizeAsync(params string[] names)
    {
        var total = 0;
        await foreach (var download in Task.WhenEach(names.Select(size)))
        {
            if (total > 100) break;
            total += await download;
        }
        return total;
    }
}
