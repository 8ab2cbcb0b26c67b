// truth: safe
// why: the versions are compared after the wait, directly before the store
// checked: 0 of 6 schedules violate

namespace Case_641;

public sealed record Flags(int Version, IReadOnlySet<string> On);

public sealed class FlagClient(Func<Task<Flags>> fetch)
{
    private Flags _flags = new(0, new HashSet<string>());
    public int Version => _flags.Version;
    public bool IsOn(string name) => _flags.On.Contains(name);

    public async Task<bool> RefreshAsync()
    {
        var known = _flags.Version;
        var fetched = await fetch();
        if (fetched.Version <= _flags.Version) return false;
        _flags = fetched;
        return fetched.Version > known + 1;
    }
}
