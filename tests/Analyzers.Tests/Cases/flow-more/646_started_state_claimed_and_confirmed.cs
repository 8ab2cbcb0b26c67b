// truth: safe
// why: the start is claimed by one step, and confirmed only where no stop came meanwhile
// checked: 0 of 18 schedules violate

namespace Case_646;

public sealed class Feed(Func<Task> connect, Func<Task> disconnect)
{
    private const int Idle = 0, Starting = 1, Started = 2, Stopped = 3;
    private int _state;
    public bool IsOpen { get; private set; }

    public async Task StartAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Starting, Idle) != Idle) return;
        await connect();
        IsOpen = true;
        if (Interlocked.CompareExchange(ref _state, Started, Starting) == Starting) return;
        IsOpen = false;
        await disconnect();
    }

    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _state, Stopped) != Started) return;
        IsOpen = false;
        await disconnect();
    }
}
