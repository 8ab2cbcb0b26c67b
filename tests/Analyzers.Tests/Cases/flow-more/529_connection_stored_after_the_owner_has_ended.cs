// truth: racy
// why: the owner ends while the connection is opened, and nobody closes it
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_529;

public sealed class Conn { public bool Closed; public void Close() => Closed = true; }

public sealed class Client(Func<Task<Conn>> open)
{
    private Conn? _conn;
    private bool _ended;

    public async Task ConnectAsync()
    {
        if (_ended) return;
        var conn = await open();
        _conn = conn; // RACE: the owner may have ended during the wait
    }

    public void End()
    {
        _ended = true;
        _conn?.Close();
        _conn = null;
    }
}
