// truth: racy
// why: the first argument of the merge is the settings of before the fetch
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_604;

public sealed class Settings(Func<string, Task<Dictionary<string, string>>> fetch)
{
    private Dictionary<string, string> _values = new();
    public int Count => _values.Count;

    public async Task ImportAsync(string section)
    {
        _values = Merge(_values, await fetch(section)); // RACE: merged into the settings of before
    }

    private static Dictionary<string, string> Merge(Dictionary<string, string> into, Dictionary<string, string> from)
    {
        var merged = new Dictionary<string, string>(into);
        foreach (var (key, value) in from) merged[key] = value;
        return merged;
    }
}
