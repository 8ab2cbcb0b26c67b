// truth: safe
// why: whether the token is good is asked again under the gate, and both fields are stored together
// checked: 0 of 4 schedules violate

namespace Case_552;

public sealed class Tokens(Func<Task<(string, int)>> fetch, Func<int> now)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string _token = "";
    private int _expires;
    private bool Expired => now() >= _expires;

    public async ValueTask<string> GetAsync()
    {
        if (!Expired) return _token;
        await _gate.WaitAsync();
        try
        {
            if (!Expired) return _token;
            (_token, _expires) = await fetch();
            return _token;
        }
        finally { _gate.Release(); }
    }
}
