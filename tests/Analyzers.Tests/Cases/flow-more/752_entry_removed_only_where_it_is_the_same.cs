// truth: safe
// why: an entry that was renewed during the wait stays where it is
// checked: 0 of 22 schedules violate

using System.Collections.Concurrent;

namespace Case_752;

public sealed record Lease(string Holder, int Until);

public sealed class Leases(Func<Lease, Task> archive)
{
    private readonly ConcurrentDictionary<int, Lease> _leases = new();
    private int _archived;
    public int Archived => _archived;
    public bool Has(int id) => _leases.ContainsKey(id);
    public void Renew(int id, Lease lease) => _leases[id] = lease;

    public async Task ExpireAsync(int id, int now)
    {
        if (!_leases.TryGetValue(id, out var lease) || lease.Until > now) return;
        await archive(lease);
        if (_leases.TryRemove(new(id, lease))) Interlocked.Increment(ref _archived);
    }
}
