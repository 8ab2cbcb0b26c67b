// truth: racy
// why: events come in while the handler of the one before still waits
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_434;

public sealed class Bus { public event Func<Task>? Changed; public Task Raise() => Changed?.Invoke() ?? Task.CompletedTask; }

public sealed class Counter2
{
    private int _seen;
    public int Seen => _seen;

    public Counter2(Bus bus, Func<Task> store)
    {
        bus.Changed += async () =>
        {
            var seen = _seen;
            await store();
            _seen = seen + 1; // RACE: number of before the wait
        };
    }
}
