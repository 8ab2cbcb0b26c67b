// truth: safe
// why: the state is claimed in the same step in which it is found idle
// checked: 0 of 12 schedules violate

namespace Case_533;

public sealed class Stepper(Func<int, Task> step, Func<Task> pause)
{
    private enum State { Idle, Running }
    private State _state;
    private int _at;
    public int At => _at;

    public async Task<int> NextAsync()
    {
        while (true)
        {
            switch (_state)
            {
                case State.Idle:
                    _state = State.Running;
                    try
                    {
                        var at = _at;
                        await step(at);
                        _at = at + 1;
                        return at;
                    }
                    finally { _state = State.Idle; }
                default:
                    await pause();
                    continue;
            }
        }
    }
}
