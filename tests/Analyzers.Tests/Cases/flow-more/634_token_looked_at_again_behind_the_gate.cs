// truth: safe
// why: under the gate the token is looked at again before a new one is asked for
// checked: 0 of 4 schedules violate

namespace Case_634;

public sealed record Token(string Value, int Expires);

public sealed class TokenSource(Func<Task<Token>> login, Func<int> now)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Token? _token;

    public async Task<string> GetAsync()
    {
        if (_token is { } token && IsFresh(token)) return token.Value;
        await _gate.WaitAsync();
        try
        {
            if (_token is { } renewed && IsFresh(renewed)) return renewed.Value;
            _token = await login();
            return _token.Value;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsFresh(Token token) => token.Expires > now() + 5;
}
