// truth: safe
// why: the owner is set before the work and cleared only where it is still the own one
// checked: 0 of 3 schedules violate

namespace Case_751;

public sealed class Lease(Func<string, Task> work)
{
    private string? _owner;
    public string? Owner => _owner;
    public void Seize(string id) => _owner = id;

    public async Task<bool> RunAsync(string id)
    {
        if (_owner is not null) return false;
        _owner = id;
        try
        {
            await work(id);
            return Holds(id);
        }
        finally
        {
            if (Holds(id)) _owner = null;
        }
    }

    private bool Holds(string id) => _owner == id;
}
