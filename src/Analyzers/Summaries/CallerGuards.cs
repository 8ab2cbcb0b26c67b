using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// The guards that are held at every call of a helper that was not put in the place of the call: because it lies too deep, or because the
/// call leads back to where it comes from. Such a helper is looked at by itself, and runs under these guards all the same.
/// </summary>
internal sealed class CallerGuards
{
    private readonly TypeBodies _bodies;
    private readonly Dictionary<object, ImmutableArray<(AccessPath Guard, LockKind Kind)>> _held = new();

    /// <summary>For the bodies of one type.</summary>
    public CallerGuards(TypeBodies bodies) => _bodies = bodies;

    /// <summary>The guards that all callers seen so far hold; empty where one holds none.</summary>
    public ImmutableArray<(AccessPath Guard, LockKind Kind)> Of(LoweredBody helper) =>
        _held.TryGetValue(helper.Key, out var held) ? held : ImmutableArray<(AccessPath, LockKind)>.Empty;

    /// <summary>Adds the calls that a flow makes.</summary>
    /// <returns>The helpers that are called with fewer guards than was known before.</returns>
    public List<LoweredBody> Add(MethodFlow flow, CallSubstitution by)
    {
        var changed = new List<LoweredBody>();
        foreach (var calls in by.Opaque.GroupBy(c => c.Call.Target))
        {
            if (_bodies.Find(calls.Key) is not { } helper || (helper.Traits & BodyTraits.Private) == 0)
                continue;
            var held = calls.All(c => c.Awaited) ? Held(flow, helper, calls.Count()) : ImmutableArray<(AccessPath, LockKind)>.Empty;
            var known = _held.TryGetValue(helper.Key, out var earlier);
            var now = known ? earlier.Intersect(held).ToImmutableArray() : held;
            _held[helper.Key] = now;
            if (known && now.Length < earlier.Length)
                changed.Add(helper);
        }

        return changed;
    }

    /// <summary>What is held at each of the calls that one flow makes of the helper. A task that is not waited for outlives what its caller holds.</summary>
    private static ImmutableArray<(AccessPath, LockKind)> Held(MethodFlow flow, LoweredBody helper, int calls)
    {
        var all = ulong.MaxValue;
        foreach (var (body, held) in flow.HandedOut)
        {
            if (Equals(body, helper.Key))
            {
                all &= held;
                calls--;
            }
        }

        return calls > 0 ? ImmutableArray<(AccessPath, LockKind)>.Empty : flow.HeldGuards(all).Where(g => GuardedAccess.IsGuard(g.Path)).Select(g => (g.Path, g.OfThread ? LockKind.Thread : LockKind.Async)).ToImmutableArray();
    }
}
