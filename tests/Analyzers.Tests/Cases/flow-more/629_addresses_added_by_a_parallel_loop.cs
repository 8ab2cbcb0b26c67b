// truth: racy
// why: two runs of the body look for one host, and both add it
// checked: 1 of 1 schedules violate (wrong state)

namespace Case_629;

public sealed class Resolver(Func<string, Task<string>> resolve)
{
    public async Task<IReadOnlyDictionary<string, string>> ResolveAsync(IEnumerable<Uri> links)
    {
        var addresses = new Dictionary<string, string>();
        await Parallel.ForEachAsync(links, async (link, _) =>
        {
            if (addresses.ContainsKey(link.Host)) return;
            var address = await resolve(link.Host);
            addresses.Add(link.Host, address); // RACE: not there before the look-up
        });
        return addresses;
    }
}
