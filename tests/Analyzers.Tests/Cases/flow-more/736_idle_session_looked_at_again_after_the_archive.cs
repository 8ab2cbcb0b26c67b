// truth: safe
// why: only who is still idle after the archive is removed
// checked: 0 of 3 schedules violate

namespace Case_736;

public sealed class Session { public string Id = ""; public long LastUsed; }

public sealed class Sessions(Func<Session, Task> archive, Func<long> now)
{
    private readonly Dictionary<string, Session> _sessions = new();
    public void Open(string id) => _sessions[id] = new Session { Id = id, LastUsed = now() };
    public bool Has(string id) => _sessions.ContainsKey(id);
    private bool IsIdle(Session session) => now() - session.LastUsed >= 10;

    public bool Touch(string id)
    {
        if (!_sessions.TryGetValue(id, out var session)) return false;
        session.LastUsed = now();
        return true;
    }

    public async Task SweepAsync()
    {
        foreach (var session in _sessions.Values.Where(IsIdle).ToList())
        {
            await archive(session);
            if (!IsIdle(session)) continue;
            _sessions.Remove(session.Id);
        }
    }
}
