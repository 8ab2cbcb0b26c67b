// truth: racy
// why: the entry is as old as before the look at the code, and an attempt is lost
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_702;

public sealed record Code(string Text, int Attempts);

public sealed class CodeStore(Func<string, string, Task<bool>> matches)
{
    private readonly Dictionary<string, Code> _codes = new();
    public void Put(string user, string text) => _codes[user] = new Code(text, 0);
    public int Attempts(string user) => _codes[user].Attempts;

    public async Task<bool> TryAsync(string user, string text)
    {
        var entry = _codes[user];
        if (entry.Attempts >= 5) return false;
        var ok = await matches(entry.Text, text);
        if (!ok) _codes[user] = entry with { Attempts = entry.Attempts + 1 }; // RACE: the attempts of before
        return ok;
    }
}
