// truth: safe
// why: the switch leaves the method where somebody else runs, and claims the phase otherwise
// checked: 0 of 4 schedules violate

namespace Case_662;

public sealed class Backup(Func<Task> copy)
{
    private enum Phase { Idle, Running, Broken }
    private Phase _phase;
    private int _runs;
    public int Runs => _runs;

    public async Task RunAsync()
    {
        switch (_phase)
        {
            case Phase.Broken:
                _phase = Phase.Idle;
                goto case Phase.Idle;
            case Phase.Idle:
                _phase = Phase.Running;
                break;
            default:
                return;
        }

        var runs = _runs;
        try
        {
            await copy();
            _runs = runs + 1;
            _phase = Phase.Idle;
        }
        catch (IOException)
        {
            _phase = Phase.Broken;
        }
    }
}
