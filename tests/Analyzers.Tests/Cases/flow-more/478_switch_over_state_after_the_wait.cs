// truth: safe
// why: state is looked at after the wait, and the write is in the same stretch
// checked: 0 of 6 schedules violate

namespace Case_478;

public sealed class Light(Func<Task> press)
{
    private int _mode;
    public int Mode => _mode;

    public async Task PressAsync()
    {
        await press();
        _mode = _mode switch { 0 => 1, 1 => 2, _ => 0 };
    }
}
