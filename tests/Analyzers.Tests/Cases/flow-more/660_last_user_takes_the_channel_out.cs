// truth: safe
// why: the count falls to zero and the link is taken out in one step; only what was taken out is closed
// checked: 0 of 12 schedules violate

namespace Case_660;

public sealed class Link(Func<Task> close) { public Task CloseAsync() => close(); }

public sealed class SharedLink(Func<Link> open)
{
    private int _users;
    private Link? _link;
    public int Closed;

    public Link Use()
    {
        _users++;
        return _link ??= open();
    }

    public async Task LeaveAsync()
    {
        if (--_users > 0 || _link is not { } link) return;
        _link = null;
        await link.CloseAsync();
        Closed++;
    }
}
