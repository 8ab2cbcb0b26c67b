// truth: racy
// why: the task is stored only after a wait, and two callers both start it
// checked: 12 of 16 schedules violate (wrong state)

namespace Case_428;

public sealed class Boot(Func<Task<int>> settings, Func<int, Task> start)
{
    private Task? _started;

    public async Task EnsureAsync()
    {
        if (_started == null)
        {
            var level = await settings();
            _started = start(level); // RACE: null before the wait
        }
        await _started;
    }
}
