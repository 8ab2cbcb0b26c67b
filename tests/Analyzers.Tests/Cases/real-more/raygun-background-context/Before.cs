namespace Real.RaygunBackgroundContext;

public sealed record RequestDetails(string Url, string Method);

public sealed class CrashReporter
{
    private readonly ThreadLocal<RequestDetails?> _current = new();
    private readonly HttpClient _http;

    public CrashReporter(HttpClient http) => _http = http;

    public async Task SendAsync(Exception error, RequestDetails request, IList<string> tags)
    {
        _current.Value = request;
        await FilterAsync(tags);
        await _http.PostAsync("/entries", new StringContent(Describe(error, tags)));
        _current.Value = null;
    }

    private static Task FilterAsync(IList<string> tags) => Task.Run(() => tags.Remove("password"));

    private string Describe(Exception error, IList<string> tags)
    {
        var request = _current.Value; // BUG: _current
        return $"{error.Message} {request?.Url} {request?.Method} {string.Join(',', tags)}";
    }
}
