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
            if (_login == null || _client.IsDisconnected)
                await LoginAsync(user, password);
            else
                await _login;
        }
        await action();
    }

    private async Task LoginAsync(string user, string password)
    {
        var listening = OpenListenerAsync();
        await listening;
        _login = _client.ConnectAsync(user, password); // BUG: _login
        await _login;
    }

    private static Task OpenListenerAsync() => Task.Delay(10);
}
