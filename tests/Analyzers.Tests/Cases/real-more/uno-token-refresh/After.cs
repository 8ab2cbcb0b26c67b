using System.Net.Http.Headers;

namespace Real.UnoTokenRefresh;

public sealed record AuthData(string AccessToken, string RefreshToken, DateTimeOffset Expires);
public interface IAuthEndpoint { Task<AuthData> RefreshAsync(string refreshToken, CancellationToken ct); }

public class AuthTokenHandler : DelegatingHandler
{
    private readonly IAuthEndpoint _endpoint;
    private readonly ITokenProvider _provider;

    public AuthTokenHandler(IAuthEndpoint endpoint, ITokenProvider provider)
    {
        _endpoint = endpoint;
        _provider = provider;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var token = await _provider.GetTokenAsync(ct);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await base.SendAsync(request, ct);
    }
}

public interface ITokenProvider { Task<string?> GetTokenAsync(CancellationToken ct); }

// registered with AddSingleton<ITokenProvider, AuthenticationService>() in the app's container
public class AuthenticationService : ITokenProvider
{
    private readonly IAuthEndpoint _endpoint;
    private readonly SemaphoreSlim _refreshing = new(1, 1);

    public AuthenticationService(IAuthEndpoint endpoint) => _endpoint = endpoint;

    private AuthData? Current { get; set; }

    public async Task SignInAsync(AuthData data)
    {
        await _refreshing.WaitAsync();
        try
        {
            Current = data;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public async Task<string?> GetTokenAsync(CancellationToken ct)
    {
        await _refreshing.WaitAsync(ct);
        try
        {
            if (Current is null)
                return null;

            if (Current.Expires < DateTimeOffset.UtcNow.AddMinutes(1))
            {
                Current = await _endpoint.RefreshAsync(Current.RefreshToken, ct);
            }

            return Current.AccessToken;
        }
        finally
        {
            _refreshing.Release();
        }
    }
}
