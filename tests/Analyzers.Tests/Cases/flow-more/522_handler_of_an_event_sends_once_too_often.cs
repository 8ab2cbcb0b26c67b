// truth: racy
// why: a second tick comes while the first is still being sent
// checked: 2 of 4 schedules violate (wrong state)

namespace Case_522;

public sealed class Clock
{
    public event Action? Tick;
    public void Raise() => Tick?.Invoke();
}

public sealed class Reminder
{
    private readonly Func<Task> _send;
    private int _sent;

    public Reminder(Clock clock, Func<Task> send)
    {
        _send = send;
        clock.Tick += OnTick;
    }

    private async void OnTick()
    {
        if (_sent >= 1) return;
        await _send();
        _sent++; // RACE: counted after the wait, looked at before it
    }
}
