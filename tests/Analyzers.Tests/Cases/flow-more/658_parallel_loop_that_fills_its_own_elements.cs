// truth: safe
// why: each run writes the element of its own number
// checked: 0 of 1 schedules violate

namespace Case_658;

public sealed class Thumbnails(Func<string, Task<int>> render)
{
    public async Task<int[]> RenderAsync(string[] files)
    {
        var sizes = new int[files.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, files.Length), async (i, _) =>
        {
            if (sizes[i] == 0) sizes[i] = await render(files[i]);
        });
        return sizes;
    }
}
