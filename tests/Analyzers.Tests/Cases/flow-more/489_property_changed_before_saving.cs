// truth: safe
// why: the setter runs before the wait, and what is saved is a copy
// checked: 0 of 6 schedules violate

namespace Case_489;

public sealed class Setting(Func<int, Task> save)
{
    private int _value;
    public int Value { get => _value; private set => _value = Math.Clamp(value, 0, 100); }

    public async Task RaiseAsync(int by)
    {
        Value += by;
        var value = Value;
        await save(value);
    }
}
