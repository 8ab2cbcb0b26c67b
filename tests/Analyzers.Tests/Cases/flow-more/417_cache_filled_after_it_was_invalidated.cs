// truth: racy
// why: what was loaded before the change is stored after it
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_417;

public sealed class Cached(Func<Task<int>> load)
{
    private int? _value;
    public int? Peek => _value;
    public void Invalidate() => _value = null;

    public async Task<int> GetAsync()
    {
        if (_value is { } known) return known;
        var value = await load();
        _value = value; // RACE: may have been invalidated meanwhile
        return value;
    }
}
