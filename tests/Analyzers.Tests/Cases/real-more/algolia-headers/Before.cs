namespace Real.AlgoliaHeaders;

public sealed class IndexOptions
{
    public Dictionary<string, string> Headers { get; } = [];
}

public static class RequestHeaderExtensions
{
    public static void Fill(this HttpRequestMessage request, IDictionary<string, string> headers)
    {
        foreach (var header in headers) // BUG: headers
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }
}

public sealed class IndexClient
{
    private readonly HttpClient _http;
    private readonly IndexOptions _options;

    public IndexClient(HttpClient http, IndexOptions options)
    {
        _http = http;
        _options = options;
    }

    public Task SaveAllAsync(IEnumerable<string[]> batches) => Task.WhenAll(batches.Select(SaveAsync));

    private async Task SaveAsync(string[] batch)
    {
        _options.Headers["x-batch-size"] = batch.Length.ToString();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/batch") { Content = new StringContent(string.Join('\n', batch)) };
        request.Fill(_options.Headers);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
