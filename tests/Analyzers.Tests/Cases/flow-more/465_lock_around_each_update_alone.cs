// truth: safe
// why: each update is done in one stretch under the lock; only the result of the wait is carried over
// checked: 0 of 6 schedules violate

namespace Case_465;

public sealed class Scores(Func<string, Task<int>> score)
{
    private readonly object _sync = new();
    private readonly Dictionary<string, int> _scores = new();
    public int Of(string name) { lock (_sync) return _scores[name]; }

    public async Task AddAsync(string name)
    {
        var points = await score(name);
        lock (_sync)
        {
            _scores.TryGetValue(name, out var old);
            _scores[name] = old + points;
        }
    }
}
