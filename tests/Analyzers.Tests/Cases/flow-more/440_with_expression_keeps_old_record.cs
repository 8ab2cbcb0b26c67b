// truth: racy
// why: the record that is copied was read before the wait: what others changed is undone
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_440;

public sealed record Profile(string Name, int Age);

public sealed class Account2(Func<string, Task<string>> check)
{
    private Profile _profile = new("", 0);
    public Profile Profile => _profile;
    public void Birthday() => _profile = _profile with { Age = _profile.Age + 1 };

    public async Task RenameAsync(string name)
    {
        _profile = _profile with { Name = await check(name) }; // RACE: copied before the await
    }
}
