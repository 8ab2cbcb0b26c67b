// truth: racy
// why: both bookings see the points of before, and what the first one spent comes back
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_600;

public sealed class Member { public int Points; }

public sealed class Loyalty(Func<string, int, Task> book)
{
    private readonly Dictionary<string, Member> _members = new();
    public Member Enrol(string name, int points) => _members[name] = new Member { Points = points };

    public async Task SpendAsync(string name, int cost)
    {
        var member = _members[name];
        var points = member.Points;
        if (points < cost) throw new InvalidOperationException("not enough points");
        await book(name, cost);
        member.Points = points - cost; // RACE: the points of before the booking
    }
}
