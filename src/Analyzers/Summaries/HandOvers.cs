using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// Which bodies of a type take a guard and leave giving it back to others, or give back what others have taken: signals, throttles,
/// leases. There no single body can be blamed.
/// </summary>
internal sealed class HandOvers
{
    private readonly Dictionary<AccessPath, List<object>> _onlyTaking = new();
    private readonly Dictionary<AccessPath, List<object>> _onlyGiving = new();

    private HandOvers()
    {
    }

    /// <summary>Looks through the bodies.</summary>
    public static HandOvers In(TypeBodies bodies)
    {
        var result = new HandOvers();
        foreach (var body in bodies.Members.Concat(bodies.Nested.Select(n => n.Body)))
            result.Look(body);
        return result;
    }

    /// <summary>True where a body outside the flow gives the guard back without having taken it.</summary>
    public bool IsGivenBackElsewhere(AccessPath guard, MethodFlow flow) => Outside(_onlyGiving, guard, flow);

    /// <summary>True where a body outside the flow takes the guard and does not give it back.</summary>
    public bool IsTakenElsewhere(AccessPath guard, MethodFlow flow) => Outside(_onlyTaking, guard, flow);

    private static bool Outside(Dictionary<AccessPath, List<object>> bodies, AccessPath guard, MethodFlow flow) =>
        bodies.TryGetValue(guard, out var keys) && keys.Any(k => !flow.Contains(k));

    private void Look(LoweredBody body)
    {
        var taken = new Dictionary<(AccessPath, bool), List<Site>>();
        var given = new Dictionary<(AccessPath, bool), Site>();
        foreach (var block in body.Blocks)
        {
            foreach (var e in block.Events)
            {
                if (e is Acquire acquire)
                    Sites((acquire.Lock, acquire.Kind == LockKind.Thread)).Add(acquire.Site);
                else if (e is Release release)
                    given[(release.Lock, release.OfThread)] = release.Site;
            }
        }

        foreach (var guard in taken.Keys)
        {
            if (!given.ContainsKey(guard))
                Add(_onlyTaking, guard.Item1, body.Key);
        }

        // What takes only if its caller has not, gives back what its caller has taken.
        foreach (var guard in given)
        {
            if (!taken.TryGetValue(guard.Key, out var sites) || sites.All(s => CallersChoice.Is(s, guard.Value)))
                Add(_onlyGiving, guard.Key.Item1, body.Key);
        }

        List<Site> Sites((AccessPath, bool) guard)
        {
            if (!taken.TryGetValue(guard, out var sites))
                taken.Add(guard, sites = new List<Site>());
            return sites;
        }
    }

    private static void Add(Dictionary<AccessPath, List<object>> to, AccessPath guard, object key)
    {
        if (!to.TryGetValue(guard, out var keys))
            to.Add(guard, keys = new List<object>());
        keys.Add(key);
    }
}
