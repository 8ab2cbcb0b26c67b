namespace Real.SeekerLogin;

public interface IShareClient { bool IsLoggedIn { get; } bool IsDisconnected { get; } Task ConnectAsync(string user, string password); }

public sealed class ShareSession
{
    private readonly IShareClient _client;
    private readonly object _sync = new();
    private Task? _login;

    public ShareSession(IShareClient client) => _client = client;

    public async Task RunAsync(string user, string password, Func<Task> action)
    {
        if (!_client.IsLoggedIn)
        {
            Task login;
            lock (_sync)
            {
                if (_login == null || _login.IsCompleted)
                    _login = LoginAsync(user, password);
                login = _login;
            }
            await login;
        }
        await action();
    }

    private async Task LoginAsync(string user, string password)
    {
        await OpenListenerAsync();
        await _client.ConnectAsync(user, password);
    }

    private static Task OpenListenerAsync() => Task.Delay(10);
}
