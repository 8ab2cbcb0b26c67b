using System.Net;

namespace Real.SentrySharedResponse;

internal class RetryAfterHandler : DelegatingHandler
{
    private readonly TimeProvider _clock;
    private long _retryAfterTicks;

    public RetryAfterHandler(HttpMessageHandler inner, TimeProvider clock) : base(inner) => _clock = clock;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        var retryAfter = Interlocked.Read(ref _retryAfterTicks);
        if (retryAfter != 0)
        {
            if (retryAfter > _clock.GetUtcNow().Ticks)
            {
                // a new one for each request: the caller disposes it
                return new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            }

            _ = Interlocked.Exchange(ref _retryAfterTicks, 0);
        }

        var response = await base.SendAsync(request, token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.TooManyRequests && response.Headers.RetryAfter?.Delta is { } delta)
        {
            _ = Interlocked.Exchange(ref _retryAfterTicks, (_clock.GetUtcNow() + delta).Ticks);
        }

        return response;
    }
}

internal class Transport
{
    private readonly HttpClient _http;

    public Transport(HttpClient http) => _http = http;

    public async Task<bool> SendAsync(HttpContent content, CancellationToken token)
    {
        using var response = await _http.PostAsync("envelope", content, token).ConfigureAwait(false);
        return response.IsSuccessStatusCode;
    }
}
