// truth: safe
// why: each child is awaited before the next; the count is a local of one call
// checked: 0 of 21 schedules violate

namespace Case_553;

public sealed record Folder(string Name, params Folder[] Children);

public sealed class Disk(Func<string, Task<int>> size)
{
    public async Task<(int Sum, int Deepest)> MeasureAsync(Folder root)
    {
        int sum = 0, deepest = 0;
        async Task VisitAsync(Folder folder, int depth)
        {
            var n = await size(folder.Name);
            sum += n;
            if (depth > deepest) deepest = depth;
            foreach (var child in folder.Children) await VisitAsync(child, depth + 1);
        }
        await VisitAsync(root, 1);
        return (sum, deepest);
    }
}
