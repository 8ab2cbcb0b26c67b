// truth: racy
// why: guesses that run at once are all let through
// checked: 72 of 90 schedules violate (wrong state)

namespace Case_708;

public sealed class User { public int Failed; public string Password = ""; }

public sealed class Login(Func<User, string, Task<bool>> verify)
{
    private readonly Dictionary<string, User> _users = new();
    public void Add(string name, string password) => _users[name] = new User { Password = password };

    public async Task<bool> SignInAsync(string name, string password)
    {
        if (!_users.TryGetValue(name, out var user)) return false;
        if (user.Failed >= 2) return false;
        if (!await verify(user, password))
        {
            user.Failed++; // RACE: fewer failures before the verification
            return false;
        }
        user.Failed = 0;
        return true;
    }
}
