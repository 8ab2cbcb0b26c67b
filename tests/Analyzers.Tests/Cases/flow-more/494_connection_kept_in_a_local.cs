// truth: safe
// why: the field is read once; what is used after the wait is the local
// checked: 0 of 24 schedules violate

namespace Case_494;

public sealed class Wire { public int Pings; public void Ping() => Pings++; }

public sealed class Keeper(Func<Task> wait)
{
    private Wire? _wire = new();
    public void Drop() => _wire = null;

    public async Task KeepAliveAsync()
    {
        var wire = _wire;
        if (wire is null) return;
        await wait();
        wire.Ping();
    }
}
