// truth: racy
// why: a refresh token is good for one use, and two callers hand in the same
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_413;

public sealed record Tokens(string Access, string Refresh, DateTime Expires);

public sealed class Session(Func<string, Task<Tokens>> refresh, Func<DateTime> now)
{
    private string _access = "", _refresh = "r0";
    private DateTime _expires;

    public async Task<string> AccessAsync()
    {
        if (now() < _expires) return _access;
        var tokens = await refresh(_refresh);
        _access = tokens.Access;
        _refresh = tokens.Refresh;
        _expires = tokens.Expires; // RACE: found expired before the wait
        return _access;
    }
}
