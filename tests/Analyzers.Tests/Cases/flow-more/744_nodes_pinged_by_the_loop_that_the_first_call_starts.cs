// truth: safe
// why: one loop alone looks at the nodes, one after the other
// checked: 0 of 12 schedules violate

namespace Case_744;

public sealed class Watchdog(string[] nodes, Func<string, Task<bool>> ping, Func<Task<bool>> tick)
{
    private readonly Dictionary<string, int> _missed = new();
    private Task? _loop;
    public int Missed(string node) => _missed.GetValueOrDefault(node);

    public Task StartAsync()
    {
        if (_loop is not null) return _loop;
        return _loop = WatchAsync();
    }

    private async Task WatchAsync()
    {
        while (await tick())
        {
            foreach (var node in nodes)
            {
                var missed = _missed.GetValueOrDefault(node);
                if (await ping(node)) missed = 0;
                else missed++;
                _missed[node] = missed;
            }
        }
    }
}
