// truth: racy
// why: who waited for the gate does not look again and opens a second connection
// checked: 2 of 4 schedules violate (wrong state)

namespace Case_418;

public sealed class Link2 { }

public sealed class Opener(Func<Task<Link2>> open)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Link2? _link;

    public async Task<Link2> GetAsync()
    {
        if (_link is not null) return _link;
        await _gate.WaitAsync();
        try
        {
            _link = await open(); // RACE: not looked at again under the gate
            return _link;
        }
        finally { _gate.Release(); }
    }
}
