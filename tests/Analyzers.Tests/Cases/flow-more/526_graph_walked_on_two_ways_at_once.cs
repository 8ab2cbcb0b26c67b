// truth: racy
// why: two ways lead to one node, and both find it unvisited
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_526;

public sealed record Node(string Name, params Node[] Next);

public sealed class Crawler(Func<string, Task> visit)
{
    public async Task CrawlAsync(Node start)
    {
        var seen = new HashSet<string>();
        await WalkAsync(start);

        async Task WalkAsync(Node node)
        {
            if (seen.Contains(node.Name)) return;
            await visit(node.Name);
            seen.Add(node.Name); // RACE: unseen before the visit
            await Task.WhenAll(node.Next.Select(WalkAsync));
        }
    }
}
