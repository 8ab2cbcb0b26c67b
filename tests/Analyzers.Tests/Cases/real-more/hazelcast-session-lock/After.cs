using System.Collections.Concurrent;

namespace Real.HazelcastSessionLock;

public sealed record GroupSession(long Id, bool IsValid);
public interface ISessionRequests { Task<GroupSession> CreateAsync(string group); }

public sealed class GroupSessions
{
    private readonly ConcurrentDictionary<string, GroupSession> _sessions = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new();
    private readonly ISessionRequests _requests;

    public GroupSessions(ISessionRequests requests) => _requests = requests;

    public async Task<GroupSession> GetOrCreateAsync(string group)
    {
        if (_sessions.TryGetValue(group, out var session) && session.IsValid)
            return session;

        var mutex = _locks.GetOrAdd(group, _ => new SemaphoreSlim(1, 1));
        await mutex.WaitAsync().ConfigureAwait(false);

        try
        {
            if (_sessions.TryGetValue(group, out session) && session.IsValid)
                return session;

            return _sessions[group] = await _requests.CreateAsync(group).ConfigureAwait(false);
        }
        finally
        {
            mutex.Release();
        }
    }
}
