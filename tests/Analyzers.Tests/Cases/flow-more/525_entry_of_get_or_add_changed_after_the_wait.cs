// truth: racy
// why: both get the same entry and count on from the same number
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Concurrent;

namespace Case_525;

public sealed class Quota { public int Used; }

public sealed class Quotas(Func<string, Task<bool>> allowed)
{
    private readonly ConcurrentDictionary<string, Quota> _quotas = new();
    public int Used(string user) => _quotas[user].Used;

    public async Task UseAsync(string user)
    {
        var quota = _quotas.GetOrAdd(user, static _ => new Quota());
        var used = quota.Used;
        if (await allowed(user)) quota.Used = used + 1; // RACE: the number of before the answer
    }
}
