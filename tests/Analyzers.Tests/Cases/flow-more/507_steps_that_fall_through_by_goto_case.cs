// truth: racy
// why: the step is looked at before the dialing and stored after the greeting
// checked: 18 of 20 schedules violate (wrong state)

namespace Case_507;

public sealed class Link(Func<Task> dial, Func<Task> greet)
{
    private int _step;

    public async Task AdvanceAsync()
    {
        switch (_step)
        {
            case 0:
                await dial();
                goto case 1;
            case 1:
                await greet();
                _step = 2; // RACE: the step was looked at before both waits
                break;
            default:
                return;
        }
    }
}
