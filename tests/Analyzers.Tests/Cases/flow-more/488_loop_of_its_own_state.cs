// truth: safe
// why: the loop is started once, and what it counts is touched by nobody else
// checked: 0 of 2 schedules violate

using System.Threading.Channels;

namespace Case_488;

public sealed class Pump
{
    private readonly Channel<int> _input = Channel.CreateUnbounded<int>();
    private readonly Func<int, Task<int>> _handle;
    private readonly Task _loop;
    private int _sum;

    public Pump(Func<int, Task<int>> handle) { _handle = handle; _loop = Task.Run(LoopAsync); }
    public bool Post(int n) => _input.Writer.TryWrite(n);
    public async Task<int> EndAsync() { _input.Writer.Complete(); await _loop; return _sum; }

    private async Task LoopAsync()
    {
        while (await _input.Reader.WaitToReadAsync())
        {
            while (_input.Reader.TryRead(out var n))
            {
                var sum = _sum;
                _sum = sum + await _handle(n);
            }
        }
    }
}
