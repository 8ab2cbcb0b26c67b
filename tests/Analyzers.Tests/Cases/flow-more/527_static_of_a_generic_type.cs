// truth: racy
// why: two first callers of one type argument both make the object
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_527;

public static class Shared<T> where T : class
{
    public static T? Value;
}

public sealed class Factory<T>(Func<Task<T>> make) where T : class
{
    public async Task<T> GetAsync()
    {
        if (Shared<T>.Value is { } value) return value;
        var made = await make();
        Shared<T>.Value = made; // RACE: nothing was there before the wait
        return made;
    }
}
