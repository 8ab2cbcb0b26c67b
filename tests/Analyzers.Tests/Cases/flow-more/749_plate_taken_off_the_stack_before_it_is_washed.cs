// truth: safe
// why: the stack is cut before the wait, and what fails is pushed on what is there by then
// checked: 0 of 22 schedules violate

namespace Case_749;

public sealed class Plates(Func<string, Task> wash)
{
    private string[] _stack = [];
    public int Count => _stack.Length;
    public void Push(string plate) => _stack = [.. _stack, plate];

    public async Task WashAsync()
    {
        if (_stack is not [.. var rest, var top]) return;
        _stack = rest;
        try
        {
            await wash(top);
        }
        catch (IOException)
        {
            Push(top);
        }
    }
}
