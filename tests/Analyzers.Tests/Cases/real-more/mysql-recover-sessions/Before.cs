namespace Real.MysqlRecoverSessions;

public sealed class Lease { }

public sealed class PooledSession
{
    public string Id { get; } = Guid.NewGuid().ToString();
    public WeakReference<Lease> Owner { get; set; } = new(new Lease());
}

public sealed class SessionPool
{
    private readonly Dictionary<string, PooledSession> _leased = [];
    private readonly LinkedList<PooledSession> _idle = [];
    private readonly SemaphoreSlim _slots = new(10);
    private uint _lastRecovery;

    public async Task<PooledSession> RentAsync(CancellationToken ct)
    {
        if (unchecked((uint)Environment.TickCount) - _lastRecovery > 1000u)
            await RecoverAsync(ct).ConfigureAwait(false);
        await _slots.WaitAsync(ct).ConfigureAwait(false);
        PooledSession session;
        lock (_idle)
        {
            session = _idle.First?.Value ?? new PooledSession();
            if (_idle.Count > 0)
                _idle.RemoveFirst();
        }
        lock (_leased)
            _leased[session.Id] = session;
        return session;
    }

    public async ValueTask ReturnAsync(PooledSession session, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        lock (_leased)
            _leased.Remove(session.Id);
        lock (_idle)
            _idle.AddFirst(session);
        _slots.Release();
    }

    private async Task RecoverAsync(CancellationToken ct)
    {
        var lost = new List<PooledSession>();
        lock (_leased)
        {
            _lastRecovery = unchecked((uint)Environment.TickCount);
            foreach (var session in _leased.Values)
            {
                if (!session.Owner.TryGetTarget(out _))
                    lost.Add(session);
            }
        }
        foreach (var session in lost)
            await ReturnAsync(session, ct).ConfigureAwait(false); // BUG: _leased
    }
}
