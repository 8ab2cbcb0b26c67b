// truth: racy
// why: the rest is that of before the work, and what was pushed meanwhile is gone
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_717;

public sealed class Plates(Func<string, Task> wash)
{
    private string[] _stack = [];
    public int Count => _stack.Length;
    public void Push(string plate) => _stack = [.. _stack, plate];

    public async Task WashAsync()
    {
        if (_stack is not [.. var rest, var top]) return;
        await wash(top);
        _stack = rest; // RACE: the rest of before
    }
}
