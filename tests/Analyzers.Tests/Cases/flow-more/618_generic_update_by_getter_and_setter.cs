// truth: racy
// why: the getter runs before the wait and the setter after it
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_618;

public static class Update
{
    public static async Task WithAsync<T>(Func<T> get, Action<T> set, Func<T, Task<T>> next)
    {
        var value = get();
        set(await next(value));
    }
}

public sealed class Thermostat(Func<Task<int>> delta)
{
    private int _target;
    public int Target => _target;

    public Task AdjustAsync() =>
        Update.WithAsync(() => _target, v => _target = v, async v => v + await delta()); // RACE: set from what was got before the wait
}
