// truth: racy
// why: the session was used while it was archived, and is removed all the same
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_705;

public sealed class Session { public string Id = ""; public long LastUsed; }

public sealed class Sessions(Func<Session, Task> archive, Func<long> now)
{
    private readonly Dictionary<string, Session> _sessions = new();
    public void Open(string id) => _sessions[id] = new Session { Id = id, LastUsed = now() };
    public bool Has(string id) => _sessions.ContainsKey(id);

    public bool Touch(string id)
    {
        if (!_sessions.TryGetValue(id, out var session)) return false;
        session.LastUsed = now();
        return true;
    }

    public async Task SweepAsync()
    {
        foreach (var session in _sessions.Values.ToList())
        {
            if (now() - session.LastUsed < 10) continue;
            await archive(session);
            _sessions.Remove(session.Id); // RACE: idle before it was archived
        }
    }
}
