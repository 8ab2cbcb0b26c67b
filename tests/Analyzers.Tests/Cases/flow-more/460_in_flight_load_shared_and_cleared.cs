// truth: safe
// why: the task is stored before the wait; only who started it clears it
// checked: 0 of 4 schedules violate

namespace Case_460;

public sealed class Loader(Func<Task<int>> load)
{
    private Task<int>? _inFlight;

    public async Task<int> LoadAsync()
    {
        if (_inFlight is { } running) return await running;
        var mine = load();
        _inFlight = mine;
        try { return await mine; }
        finally { _inFlight = null; }
    }
}
