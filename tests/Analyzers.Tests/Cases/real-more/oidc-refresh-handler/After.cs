using System.Net;
using System.Net.Http.Headers;

namespace Real.OidcRefreshHandler;

public sealed record RefreshAnswer(bool IsError, string AccessToken, string RefreshToken);
public interface IOidcClient { Task<RefreshAnswer> RefreshTokenAsync(string refreshToken, CancellationToken token); }

public class RefreshingHandler : DelegatingHandler
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly IOidcClient _client;
    private string? _accessToken;
    private string? _refreshToken;

    public RefreshingHandler(IOidcClient client, string refreshToken, string? accessToken)
    {
        _client = client;
        _refreshToken = refreshToken;
        _accessToken = accessToken;
    }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        var used = Volatile.Read(ref _accessToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", used);
        var response = await base.SendAsync(request, token).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;

        var fresh = await RefreshAsync(used, token).ConfigureAwait(false);
        if (fresh == null)
            return response;

        response.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fresh);
        return await base.SendAsync(request, token).ConfigureAwait(false);
    }

    private async Task<string?> RefreshAsync(string? used, CancellationToken token)
    {
        if (await _lock.WaitAsync(Timeout, token).ConfigureAwait(false))
        {
            try
            {
                if (_accessToken != used)
                    return _accessToken;
                if (string.IsNullOrEmpty(_refreshToken))
                    return null;

                var answer = await _client.RefreshTokenAsync(_refreshToken, token).ConfigureAwait(false);
                if (!answer.IsError)
                {
                    _refreshToken = answer.RefreshToken;
                    Volatile.Write(ref _accessToken, answer.AccessToken);
                    return answer.AccessToken;
                }
            }
            finally
            {
                _lock.Release();
            }
        }

        return null;
    }
}
