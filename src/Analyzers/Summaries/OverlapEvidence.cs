using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// Whether two executions can meet at a location, and why one should believe it. Evidence adds up, refutation is specific:
/// runs that are seen to be started together beat everything; then what refutes; then what speaks for it; without either it is
/// possible and no more.
/// </summary>
internal sealed class OverlapEvidence
{
    private readonly TypeUnderTest _type;
    private readonly TypeKnowledge? _knowledge;
    private readonly Dictionary<object, (LoweredBody Parent, NestedBody Nested)> _parents = new();

    /// <summary>For one type; the knowledge is null for hand-built bodies.</summary>
    public OverlapEvidence(TypeUnderTest type, TypeKnowledge? knowledge)
    {
        _type = type;
        _knowledge = knowledge;
        foreach (var member in type.Bodies.Members)
            AddParents(member);
    }

    /// <summary>The strongest thing the source says about executions meeting at the location, seen from an access in a flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="access">The late access.</param>
    /// <param name="read">The early read.</param>
    public Evidence For(MethodFlow flow, AccessFact access, ReadFact read)
    {
        var path = access.Path;
        var root = flow.Root;
        switch (path.Root.Kind)
        {
            case RootKind.Unknown:
            case RootKind.Local when path.Root.Key is null:
                return Refuted("a local object");
            case RootKind.Local when IsOwnElement(access):
                return Refuted("each run has its own element");
            case RootKind.Local:
                return ForLocal(path, access.Frame.Body);
        }

        if (IsOwnElement(access))
            return Refuted("each run has its own element");
        if (path.Root.Kind == RootKind.This && (root.Traits & (BodyTraits.Constructor | BodyTraits.OwnsThis)) != 0)
            return Refuted("the object is not shared yet");
        if ((root.Traits & BodyTraits.StaticConstructor) != 0)
            return Refuted("a static constructor runs once");
        if (StartedTogether(root) is { } together)
            return together;
        if (Intent.OfLocation(path) is { } said)
            return said.Strength == EvidenceStrength.Refuted ? said : GuardEvidence(path, read) ?? said;
        if (path.Root.Kind != RootKind.Static && _knowledge?.NotSharedBecause is { } notShared)
            return Refuted(notShared);
        if (path.Root.Kind == RootKind.Parameter)
            return new Evidence(EvidenceStrength.Possible, Overlap.AtSuspensions, "");
        var single = SingleFlow(root, 0);
        if (single is not null && !HasRivals(path, root))
            return Refuted(single);
        return Supporting(path, root, read, single is not null);
    }

    /// <summary>An element selected by nothing but the parameter that tells the runs apart: <c>Select(async i => _r[i] += await …)</c>.</summary>
    private bool IsOwnElement(AccessFact access) =>
        access is WriteFact { Write: { Where: { IsEmpty: false } where } } write
        && write.Path.IsContent
        && _parents.TryGetValue(write.Frame.Body.Key, out var around)
        && around.Nested is { When: RunsWhen.Concurrent, Via: { } via }
        && Concurrency.TellsRunsApart(via)
        && where.Any(slot => write.Frame.Body.Parameters.Any(p => p.Slot == slot));

    /// <summary>The writes of the location that other entries make while objects are in use: what can come between.</summary>
    public IEnumerable<KnownAccess> Rivals(AccessPath path, LoweredBody root) =>
        _type.Location(path).Writes.Where(w => !w.InConstruction && !Equals(w.Flow.Root.Key, root.Key));

    /// <summary>Why the entry never runs twice at a time; null where nothing says so.</summary>
    public string? SingleFlow(LoweredBody root) => SingleFlow(root, 0);

    private static Evidence Refuted(string because) => new(EvidenceStrength.Refuted, Overlap.Never, because);

    private bool HasRivals(AccessPath path, LoweredBody root) =>
        Rivals(path, root).Any(w => (w.Flow.Root.Traits & BodyTraits.Disposal) == 0);

    private Evidence Supporting(AccessPath path, LoweredBody root, ReadFact read, bool singleFlow)
    {
        if (GuardEvidence(path, read) is { } guarded)
            return guarded;
        if (singleFlow)
            return new Evidence(EvidenceStrength.Possible, Overlap.AtSuspensions, "");
        var location = _type.Location(path);
        if (path.Root.Kind == RootKind.Static)
        {
            return location.Writes.All(w => w.InConstruction || (w.Flow.Root.Traits & BodyTraits.EntryPoint) != 0)
                ? Refuted("only the entry point writes it")
                : new Evidence(EvidenceStrength.Likely, Overlap.Anytime, "static state");
        }

        // A plain collection breaks when two requests change it; a field that two requests fill is mostly filled with the same.
        if (_knowledge?.Shared is { } shared)
            return path.IsContent && (path.Traits & LocationTraits.Concurrent) == 0 ? shared : shared with { Strength = EvidenceStrength.Likely };
        if ((root.Traits & BodyTraits.AsyncVoid) != 0)
            return new Evidence(EvidenceStrength.Likely, Overlap.AtSuspensions, $"nobody waits for '{root.Name}', which is async void");
        if (!path.IsContent && path.Steps.Length > 0)
        {
            foreach (var write in location.Writes)
            {
                if (write.Fact.Event is Write { Kind: WriteKind.Atomic or WriteKind.TestAndSet or WriteKind.Exchange })
                    return new Evidence(EvidenceStrength.Likely, Overlap.Anytime, $"'{write.Body.Name}' changes it atomically");
            }
        }

        return (path.Traits & LocationTraits.Volatile) != 0
            ? new Evidence(EvidenceStrength.Likely, Overlap.Anytime, "it is volatile")
            : new Evidence(EvidenceStrength.Possible, Overlap.AtSuspensions, "");
    }

    /// <summary>The guard that was held for the read; null for none.</summary>
    public AccessPath? GuardOf(AccessPath path, ReadFact read) =>
        _type.Location(path).Reads.FirstOrDefault(a => ReferenceEquals(a.Fact.Event, read.Event) && ReferenceEquals(a.Fact.Frame, read.Frame) && !a.Guards.IsEmpty)?.Guards[0];

    /// <summary>
    /// A guard on this very location says that sharing is meant: one that was held for the early read and given back too soon, or one
    /// that most other accesses hold. A guard that some caller of some access happens to hold says nothing.
    /// </summary>
    private Evidence? GuardEvidence(AccessPath path, ReadFact read)
    {
        var location = _type.Location(path);
        var accesses = location.Reads.Concat(location.Writes).Where(a => !a.InConstruction).ToList();
        if (GuardOf(path, read) is { } held)
            return new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"'{held.DisplayName}' guards only the read");

        var sites = accesses.GroupBy(a => a.Fact.Event.Site).Select(g => g.First()).ToList();
        var byGuard = sites.SelectMany(a => a.Guards.Select(g => (Guard: g, Access: a))).GroupBy(x => x.Guard).OrderByDescending(g => g.Count()).FirstOrDefault();
        if (byGuard is null || byGuard.Count() < 2 || byGuard.Count() * 2 < sites.Count)
            return null;
        return new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"'{byGuard.Key.DisplayName}' guards it in '{byGuard.First().Access.Flow.Root.Name}'");
    }

    /// <summary>Two runs of the body, started without waiting for the first.</summary>
    private Evidence? StartedTogether(LoweredBody body)
    {
        var starts = _type.Starts.Of(body.Key);
        if (_parents.TryGetValue(body.Key, out var own) && own.Nested.When == RunsWhen.Concurrent)
            return Together(Runs(own.Nested.Via), own.Nested.Via);
        foreach (var start in starts)
        {
            if (start.IsDelegate && start.When == RunsWhen.Concurrent)
                return Together(Runs(start.Via), start.Via);
            if (!start.IsDelegate && !start.Awaited && start.InLoop && (body.Traits & BodyTraits.Async) != 0)
                return Together($"'{start.In.Name}' starts it in a loop without waiting");
            if (!start.IsDelegate && _parents.TryGetValue(start.In.Key, out var around) && around.Nested.When == RunsWhen.Concurrent)
                return Together(Runs(around.Nested.Via), around.Nested.Via);
        }

        var unawaited = starts.Where(s => !s.IsDelegate && !s.Awaited).GroupBy(s => s.In.Key).FirstOrDefault(g => g.Any(a => g.Any(b => b.CanFollow(a))));
        return unawaited is not null && (body.Traits & BodyTraits.Async) != 0
            ? Together($"'{unawaited.First().In.Name}' starts it twice without waiting")
            : null;

        static Evidence Together(string because, string? via = null) =>
            new(via is not null && Concurrency.UsuallyOneAtATime(via) ? EvidenceStrength.Likely : EvidenceStrength.Proven, Overlap.Anytime, because);
    }

    private static string Runs(string? via) => via is null ? "several runs of it can overlap" : $"several runs of it by '{via}' can overlap";

    /// <summary>A captured local is shared where a body between it and the access runs more than once at a time.</summary>
    private Evidence ForLocal(AccessPath path, LoweredBody from)
    {
        var declaredIn = (path.Root.Key as ISymbol)?.ContainingSymbol;
        for (var body = from; !Equals(body.Key, declaredIn);)
        {
            if (StartedTogether(body) is { } together)
                return together;
            if (!_parents.TryGetValue(body.Key, out var around))
                break;
            body = around.Parent;
        }

        return Refuted("a local of one call");
    }

    private string? SingleFlow(LoweredBody root, int depth)
    {
        if (depth > 4)
            return null;
        if ((root.Traits & BodyTraits.EntryPoint) != 0)
            return "the entry point runs once";
        if ((root.Traits & BodyTraits.Nested) == 0 && _knowledge?.SingleFlowBecause(root.Name) is { } because)
            return because;
        var starts = _type.Starts.Of(root.Key);
        if (_parents.TryGetValue(root.Key, out var own))
        {
            if (own.Nested.When == RunsWhen.Concurrent)
                return null;
            if (starts.Count == 1)
                return Once(starts[0], root, depth);
            return null;
        }

        if ((root.Traits & BodyTraits.Private) == 0 || starts.Count == 0)
            return null;
        if (starts.All(s => RunsOnce(s) && ((s.In.Traits & BodyTraits.Constructor) != 0 || InsideConstructor(s.In))))
            return "only the constructor starts it";
        return starts.Count == 1 ? Once(starts[0], root, depth) : null;
    }

    /// <summary>The only start of a body: it runs once if it is a loop that is started and left to itself, or if its starter runs once.</summary>
    private string? Once(Start start, LoweredBody root, int depth)
    {
        if ((start.InLoop && !start.Awaited) || !RunsOnce(start))
            return null;
        if ((start.In.Traits & BodyTraits.Constructor) != 0 || InsideConstructor(start.In))
            return "only the constructor starts it";
        if (!start.Awaited && root.Suspends && Loops.BlocksInLoops(root).Any(l => l))
            return "a loop that is started once";
        return SingleFlow(start.In, depth + 1);
    }

    /// <summary>A call runs the body once; a delegate does where the API it is given to says so, and not where it is merely kept.</summary>
    private static bool RunsOnce(Start start) =>
        !start.IsDelegate || start.When is RunsWhen.Immediate or RunsWhen.Called || (start.When == RunsWhen.Deferred && start.Via is { } via && Concurrency.RunsOnce(via));

    private bool InsideConstructor(LoweredBody body)
    {
        for (var i = 0; i < 8 && _parents.TryGetValue(body.Key, out var around); i++)
        {
            if (around.Nested.When == RunsWhen.Concurrent)
                return false;
            body = around.Parent;
        }

        return (body.Traits & BodyTraits.Constructor) != 0;
    }

    private void AddParents(LoweredBody body)
    {
        foreach (var nested in body.Nested)
        {
            if (_parents.ContainsKey(nested.Body.Key))
                continue;
            _parents.Add(nested.Body.Key, (body, nested));
            AddParents(nested.Body);
        }
    }
}
