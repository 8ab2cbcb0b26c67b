// truth: safe
// why: the phase moves on before the first wait, so only one goes through the cases
// checked: 0 of 6 schedules violate

namespace Case_556;

public sealed class Login(Func<Task> dial, Func<Task> greet)
{
    private int _phase;
    public int Greeted;

    public async Task RunAsync()
    {
        switch (_phase)
        {
            case 0:
                _phase = 2;
                await dial();
                goto case 1;
            case 1:
                await greet();
                Greeted++;
                _phase = 3;
                break;
            default:
                return;
        }
    }
}
