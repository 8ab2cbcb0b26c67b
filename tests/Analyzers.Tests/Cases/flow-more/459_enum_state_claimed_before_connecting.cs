// truth: safe
// why: Connecting is set before the wait, and others are sent away by it
// checked: 0 of 4 schedules violate

namespace Case_459;

public sealed class Client(Func<Task> connect)
{
    private enum State { Idle, Connecting, Connected }
    private State _state;
    public int Connects;
    public bool IsConnected => _state == State.Connected;

    public async Task ConnectAsync()
    {
        if (_state != State.Idle) return;
        _state = State.Connecting;
        try
        {
            Connects++;
            await connect();
            _state = State.Connected;
        }
        catch (IOException)
        {
            _state = State.Idle;
        }
    }
}
