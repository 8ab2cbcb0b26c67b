// truth: racy
// why: a reset during the wait is overwritten by the loop
// checked: 1 of 1 schedules violate (wrong state)

using System.Threading.Channels;

namespace Case_520;

public sealed class Score
{
    private readonly Channel<int> _inbox = Channel.CreateUnbounded<int>();
    private readonly Func<int, int, Task<int>> _rate;
    private int _points;
    public Task Completion { get; }
    public int Points => _points;

    public Score(Func<int, int, Task<int>> rate)
    {
        _rate = rate;
        Completion = RunAsync();
    }

    public void Post(int points) => _inbox.Writer.TryWrite(points);
    public void Complete() => _inbox.Writer.TryComplete();
    public void Reset() => _points = -100;

    private async Task RunAsync()
    {
        await foreach (var points in _inbox.Reader.ReadAllAsync())
        {
            _points = await _rate(_points, points); // RACE: a reset during the wait is lost
        }
    }
}
