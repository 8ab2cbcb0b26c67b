// truth: racy
// why: what is put in during the pushes is cleared unsent
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_425;

public sealed class Pending(Func<string, int, Task> push)
{
    private readonly Dictionary<string, int> _pending = new();
    public void Put(string key, int value) => _pending[key] = value;

    public async Task PushAsync()
    {
        foreach (var (key, value) in _pending.ToArray())
            await push(key, value);
        _pending.Clear(); // RACE: holds more than what was pushed
    }
}
