// truth: safe
// why: the attempt is counted before the wait, and what the wait brings does not lower the count of another
// checked: 0 of 48 schedules violate

namespace Case_734;

public sealed class Challenge { public string Code = ""; public int Attempts; public bool Passed; }

public sealed class Challenges(Func<string, string, Task<bool>> matches)
{
    private readonly Dictionary<string, Challenge> _open = new();
    public void Begin(string user, string code) => _open[user] = new Challenge { Code = code };
    public int Attempts(string user) => _open[user].Attempts;

    public async Task<bool> AnswerAsync(string user, string text)
    {
        if (!_open.TryGetValue(user, out var challenge)) return false;
        if (challenge.Attempts++ >= 2) return false;
        if (!await matches(challenge.Code, text)) return false;
        challenge.Passed = true;
        return true;
    }
}
