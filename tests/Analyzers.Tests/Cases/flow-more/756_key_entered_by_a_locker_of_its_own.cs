// truth: safe
// why: the locker lets one in for each key, until what it gave is disposed
// checked: 0 of 72 schedules violate

using System.Collections.Concurrent;

namespace Case_756;

public sealed class KeyLocker
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();

    public async Task<IDisposable> EnterAsync(string key)
    {
        var gate = _gates.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync();
        return new Pass(gate);
    }

    private sealed class Pass(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

public sealed class Scores(Func<string, Task<int>> points)
{
    private readonly KeyLocker _locker = new();
    private readonly ConcurrentDictionary<string, int> _scores = new();
    public int Of(string player) => _scores.GetValueOrDefault(player);

    public async Task PlayAsync(string player)
    {
        using (await _locker.EnterAsync(player))
        {
            var score = _scores.GetValueOrDefault(player);
            _scores[player] = score + await points(player);
        }
    }
}
