// truth: racy
// why: of two missed pings one is counted
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_714;

public sealed class Watchdog(Func<string, Task<bool>> ping)
{
    private readonly Dictionary<string, int> _missed = new();
    public int Missed(string node) => _missed.GetValueOrDefault(node);

    public async Task CheckAsync(string node)
    {
        _missed.TryGetValue(node, out var missed);
        if (await ping(node)) missed = 0;
        else missed++;
        _missed[node] = missed; // RACE: missed before the ping
    }
}
