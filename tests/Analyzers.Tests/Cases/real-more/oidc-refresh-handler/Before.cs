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
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _accessToken);
        var response = await base.SendAsync(request, token).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;

        if (!await RefreshAsync(token).ConfigureAwait(false))
            return response;

        response.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _accessToken);
        return await base.SendAsync(request, token).ConfigureAwait(false);
    }

    private async Task<bool> RefreshAsync(CancellationToken token)
    {
        var refreshToken = _refreshToken;
        if (string.IsNullOrEmpty(refreshToken))
            return false;

        if (await _lock.WaitAsync(Timeout, token).ConfigureAwait(false))
        {
            try
            {
                var answer = await _client.RefreshTokenAsync(refreshToken, token).ConfigureAwait(false);
                if (!answer.IsError)
                {
                    _accessToken = answer.AccessToken;
                    _refreshToken = answer.RefreshToken; // BUG: _refreshToken
                    return true;
                }
            }
            finally
            {
                _lock.Release();
            }
        }

        return false;
    }
}
