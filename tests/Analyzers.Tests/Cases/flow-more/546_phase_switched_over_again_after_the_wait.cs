// truth: safe
// why: the phase is looked at again after the wait, with the number of the attempt
// checked: 0 of 28 schedules violate

namespace Case_546;

public sealed class Gate(Func<Task> motor)
{
    private enum Phase { Closed, Opening, Open }
    private Phase _phase;
    private int _attempt;
    public bool IsOpen => _phase == Phase.Open;

    public async Task OpenAsync()
    {
        if (_phase == Phase.Open) return;
        var mine = ++_attempt;
        _phase = Phase.Opening;
        await motor();
        switch (_phase)
        {
            case Phase.Opening when _attempt == mine:
                _phase = Phase.Open;
                break;
            case Phase.Open or Phase.Closed:
                return;
        }
    }

    public void Close()
    {
        _attempt++;
        _phase = Phase.Closed;
    }
}
