using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// Disposals that go through a plain collection without the guard that everybody else takes for it. Mostly nobody is there any more at that
/// time; but work that the object itself has started, and for which the disposal does not wait, changes the collection when it ends.
/// </summary>
internal static class LoneDisposals
{
    /// <summary>The loop in the disposal; null for none.</summary>
    /// <param name="path">The content of the collection.</param>
    /// <param name="guard">The guard that all others hold.</param>
    /// <param name="guarded">The places that hold it.</param>
    /// <param name="type">The type.</param>
    public static KnownAccess? In(AccessPath path, AccessPath guard, IEnumerable<KnownAccess> guarded, TypeUnderTest type)
    {
        if (!path.IsContent || (path.Traits & LocationTraits.Growing) == 0 || !guarded.Any(a => a.Fact is WriteFact && RunsByItself(a, type)) || !IsForThreads(guard, type))
            return null;
        foreach (var read in type.Location(path).Reads)
        {
            if ((read.Flow.Root.Traits & BodyTraits.Disposal) != 0 && read.Guards.IsEmpty && !read.Flow.TakesUnnamed
                && read.Fact.Event is Read { Kind: ReadKind.Content or ReadKind.View } && Places.IsLoop(read.Fact.Event.Site)
                && read.Flow.SuspensionBefore(read.Fact) is null && !Places.EndsWithWork(read.Fact.Event.Site)
                && !read.Flow.Protocol.Acquires.Any(a => a.Path.Equals(guard)))
                return read;
        }

        return null;
    }

    /// <summary>A lock is taken where threads meet; a semaphore may keep apart what takes turns on one thread, and nothing comes between the steps of a loop there.</summary>
    private static bool IsForThreads(AccessPath guard, TypeUnderTest type) =>
        type.Flows.SelectMany(static f => f.Protocol.Acquires).Any(a => a.Event.Kind == LockKind.Thread && a.Path.Equals(guard));

    /// <summary>The access is made by work that the type starts and leaves alone.</summary>
    private static bool RunsByItself(KnownAccess access, TypeUnderTest type) =>
        access.Fact.Frame.Chain().Any(b => type.Starts.Of(b.Key).Any(s => s.When == RunsWhen.Concurrent || (s.Via is { } via && Concurrency.RunsInParallel(via)) || (!s.IsDelegate && !s.Awaited && !s.WaitedForLater && (b.Traits & BodyTraits.Async) != 0)));
}
