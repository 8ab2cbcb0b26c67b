// truth: racy
// why: the property looks at the list, and both callers find room for one
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_446;

public sealed class Team(Func<string, Task> invite)
{
    private const int Max = 1;
    private readonly List<string> _members = [];
    public int Count => _members.Count;
    private bool IsFull => _members.Count >= Max;

    public async Task JoinAsync(string who)
    {
        if (IsFull) return;
        await invite(who);
        _members.Add(who); // RACE: there was room before the wait
    }
}
