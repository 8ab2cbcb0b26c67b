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

    public AuthenticationService(IAuthEndpoint endpoint) => _endpoint = endpoint;

    private AuthData? Current { get; set; }

    public void SignIn(AuthData data) => Current = data;

    public async Task<string?> GetTokenAsync(CancellationToken ct)
    {
        if (Current is null)
            return null;

        if (Current.Expires < DateTimeOffset.UtcNow.AddMinutes(1))
        {
            Current = await _endpoint.RefreshAsync(Current.RefreshToken, ct); // BUG: Current
        }

        return Current.AccessToken;
    }
}
