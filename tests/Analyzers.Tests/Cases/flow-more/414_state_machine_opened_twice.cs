// truth: racy
// why: both callers see Closed and open
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_414;

public sealed class Door(Func<Task> turn)
{
    private enum State { Closed, Open }
    private State _state = State.Closed;
    public int Opened;

    public async Task OpenAsync()
    {
        if (_state != State.Closed) throw new InvalidOperationException();
        await turn();
        Opened++;
        _state = State.Open; // RACE: Closed was seen before the wait
    }
}
