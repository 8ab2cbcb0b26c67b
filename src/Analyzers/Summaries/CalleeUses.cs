using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// The single-use objects that a call keeps busy until its task has ended, where the callee is not put in the place of the call: it goes on
/// by itself, and what it uses meanwhile nobody else may.
/// </summary>
internal static class CalleeUses
{
    private const int MaxDepth = 3;

    /// <summary>An event for each such object, as the caller names it.</summary>
    public static IEnumerable<Use> Of(Call call, LoweredBody callee, TypeBodies bodies)
    {
        if ((callee.Traits & (BodyTraits.Async | BodyTraits.Iterator)) != BodyTraits.Async)
            yield break;
        var seen = new HashSet<(AccessPath, string)>();
        foreach (var use in In(callee, bodies, new HashSet<object>(), 0))
        {
            if (Rebased(use.Object!, call) is { } path && seen.Add((path, use.Lane)))
            {
                var ends = call.Awaited || call.Blocks;
                yield return new Use(ends ? UseKind.Whole : UseKind.Start, path, use.Lane, use.Because, ends ? ImmutableArray<int>.Empty : ImmutableArray.Create(call.Result), -1, call.Site);
            }
        }
    }

    /// <summary>The same for code that is started and that nobody waits for: <c>_ = Task.Run(() => PingAsync())</c>. What the type keeps stays busy.</summary>
    public static IEnumerable<Use> OfLeftAlone(Enter enter, TypeBodies bodies)
    {
        if (enter.Site.Node is not { } made || enter.Body.Via is not { } via || FanOuts.Of(via, givesTask: false) != FanOut.Thread || StartSyntax.LeftAlone(made) is not { } start)
            yield break;
        var seen = new HashSet<(AccessPath, string)>();
        foreach (var use in In(bodies.Find(enter.Body.Body.Key) ?? enter.Body.Body, bodies, new HashSet<object>(), 0))
        {
            if (use.Object!.Root.Kind is RootKind.This or RootKind.Static && seen.Add((use.Object, use.Lane)))
                yield return new Use(UseKind.Start, use.Object, use.Lane, use.Because, ImmutableArray<int>.Empty, -1, new Site(start));
        }
    }

    private static AccessPath? Rebased(AccessPath path, Call call)
    {
        if (path.Root.Kind is RootKind.This or RootKind.Static)
            return path;
        foreach (var argument in call.Arguments)
        {
            if (path.Root.Kind == RootKind.Parameter && Equals(argument.Parameter, path.Root.Key))
                return argument.Path is { } given ? path.Rebase(given) : null;
        }

        return null;
    }

    /// <summary>Guarded operations wait for each other, whoever starts them.</summary>
    private static IEnumerable<Use> In(LoweredBody body, TypeBodies bodies, HashSet<object> seen, int depth)
    {
        if (depth > MaxDepth || !seen.Add(body.Key) || body.Blocks.Any(b => b.Events.Any(e => e is Acquire { Kind: LockKind.Async or LockKind.Permit })))
            yield break;
        foreach (var block in body.Blocks)
        {
            foreach (var e in block.Events)
            {
                if (e is Use { Object: not null } use)
                    yield return use;
                if (e is not Call call || bodies.Find(call.Target) is not { } callee)
                    continue;
                foreach (var inner in In(callee, bodies, seen, depth + 1))
                {
                    if (Rebased(inner.Object!, call) is { } path)
                        yield return inner with { Object = path };
                }
            }
        }
    }
}
