// truth: safe
// why: who waited for the gate looks again
// checked: 0 of 4 schedules violate

namespace Case_495;

public sealed class Schema(Func<Task<string>> load)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _text;
    public int Loads;

    public async ValueTask<string> GetAsync()
    {
        if (_text is { } text) return text;
        await _gate.WaitAsync();
        try
        {
            if (_text is null)
            {
                Loads++;
                _text = await load();
            }
            return _text;
        }
        finally { _gate.Release(); }
    }
}
