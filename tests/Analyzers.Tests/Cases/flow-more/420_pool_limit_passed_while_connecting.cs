// truth: racy
// why: both see room for one connection more
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_420;

public sealed class Conns(Func<Task<object>> connect, int max)
{
    private readonly Stack<object> _idle = new();
    private int _open;
    public int Open => _open;
    public void Return(object connection) => _idle.Push(connection);

    public async Task<object?> RentAsync()
    {
        if (_idle.Count > 0) return _idle.Pop();
        if (_open >= max) return null;
        var connection = await connect();
        _open++; // RACE: room was seen before the wait
        return connection;
    }
}
