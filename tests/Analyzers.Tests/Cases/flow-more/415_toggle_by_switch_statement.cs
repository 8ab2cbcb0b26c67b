// truth: racy
// why: two toggles see the same state, and the switch ends on instead of off
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_415;

public sealed class Lamp(Func<bool, Task> send)
{
    private bool _on;
    public bool On => _on;

    public async Task ToggleAsync()
    {
        switch (_on)
        {
            case true:
                await send(false);
                _on = false; // RACE: state seen before the wait
                break;
            default:
                await send(true);
                _on = true; // RACE: state seen before the wait
                break;
        }
    }
}
