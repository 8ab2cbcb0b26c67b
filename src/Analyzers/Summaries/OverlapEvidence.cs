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
internal sealed partial class OverlapEvidence
{
    private const int MaxNesting = 16;
    private readonly Dictionary<AccessPath, Evidence?> _guarded = new();
    private readonly TypeUnderTest _type;
    private readonly TypeKnowledge? _knowledge;
    private readonly Dictionary<object, (LoweredBody Parent, NestedBody Nested)> _parents = new();
    private readonly SingleFlows _singleFlows;
    private readonly Turns _turns;
    private readonly Dictionary<object, Evidence?> _together = new();

    /// <summary>For one type; the knowledge is null for hand-built bodies.</summary>
    public OverlapEvidence(TypeUnderTest type, TypeKnowledge? knowledge)
    {
        _type = type;
        _knowledge = knowledge;
        foreach (var member in type.Bodies.Members)
            AddParents(member);
        _singleFlows = new SingleFlows(type, knowledge, _parents);
        _turns = new Turns(this, type, knowledge);
    }

    /// <summary>The strongest thing the source says about executions meeting at the location, seen from an access in a flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="access">The late access.</param>
    /// <param name="read">The early read.</param>
    /// <param name="askUsers">True to look for the users of the type in other files too: only where something is about to be reported.</param>
    public Evidence For(MethodFlow flow, AccessFact access, ReadFact read, bool askUsers = false)
    {
        var path = access.Path;
        var root = flow.Root;
        if (path.Steps.Any(s => (s.Traits & (LocationTraits.ThreadOwn | LocationTraits.OfProcess)) != 0))
            return Refuted("each thread has its own");
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
        var together = path.Root.Kind == RootKind.Parameter ? null : StartedTogether(root);
        if (together is { Strength: > EvidenceStrength.Possible })
            return together;
        if (askUsers && path.Root.Kind != RootKind.Parameter && _knowledge?.StartedTogether(root.Key) is { } started)
            return started;
        if (Intent.OfLocation(path) is { } said)
            return said.Strength == EvidenceStrength.Refuted ? said : GuardEvidence(flow, access, read) ?? said;
        if (path.Root.Kind != RootKind.Static && _knowledge?.NotSharedBecause is { } notShared)
            return _turns.Because(path, root) is { } between ? new Evidence(EvidenceStrength.Likely, Overlap.AtSuspensions, between) : Refuted(notShared);
        if (path.Root.Kind == RootKind.Parameter)
            return new Evidence(EvidenceStrength.Possible, Overlap.AtSuspensions, "");
        var single = SingleFlow(root);
        if (single is not null && !HasRivals(path, root))
            return Refuted(single);
        var evidence = Supporting(flow, access, read, single is not null);
        return askUsers && (evidence.Strength is EvidenceStrength.Possible or EvidenceStrength.Likely || IsOfOneObject(evidence)) && RefutedByUsers(path, root, IsOfOneObject(evidence)) is { } because ? Refuted(because) : evidence.Strength == EvidenceStrength.Possible && together is not null ? together : evidence;
    }

    /// <summary>All that speaks for it is that one object serves everybody: who calls it tells more.</summary>
    private bool IsOfOneObject(Evidence evidence) => _knowledge?.Shared is { } shared && evidence.Because == shared.Because;

    private string? RefutedByUsers(AccessPath path, LoweredBody root, bool isOneObject)
    {
        if (_knowledge is null or { IsSaidToBeShared: true })
            return null;
        if (!isOneObject && path.Root.Kind == RootKind.This && _knowledge.ConfinedBecause is { } confined)
            return confined;
        if (_knowledge.OneAtATimeBecause(root.Key) is not { } because)
            return null;
        return Rivals(path, root).All(w => (w.Flow.Root.Traits & BodyTraits.Disposal) != 0 || _knowledge.OneAtATimeBecause(w.Flow.Root.Key) == because) ? because : null;
    }

    /// <summary>An element selected by nothing but the parameter that tells the runs apart: <c>Select(async i => _r[i] += await …)</c>.</summary>
    private bool IsOwnElement(AccessFact access) =>
        access is WriteFact { Write: { Where: { IsEmpty: false } where } } write
        && write.Path.IsContent
        && _parents.TryGetValue(write.Frame.Body.Key, out var around)
        && around.Nested is { When: RunsWhen.Concurrent, Via: { } via }
        && Concurrency.TellsRunsApart(via)
        && where.Any(slot => write.Frame.Body.Parameters.Any(p => p.Slot == slot));

    /// <summary>Several runs of the code around the access are started together, all with the one object that the path names; null where the source does not show it.</summary>
    public Evidence? Together(AccessFact access)
    {
        var declaredIn = access.Path.Root.Kind is RootKind.Local or RootKind.Parameter ? (access.Path.Root.Key as ISymbol)?.ContainingSymbol : null;
        var bodies = access.Frame.Chain().ToList();
        for (var i = 0; i < bodies.Count; i++)
        {
            if (Equals(bodies[i].Key, declaredIn))
                return null;

            // A helper that several lambdas call gets the object of its caller: only runs of a body inside the one that declares it share it.
            if ((declaredIn is null || _parents.ContainsKey(bodies[i].Key)) && !IsOneRun(access, bodies[i]) && StartedTogether(bodies[i]) is { } together)
                return together;
            if (i == bodies.Count - 1 && bodies.Count < MaxNesting && _parents.TryGetValue(bodies[i].Key, out var around))
                bodies.Add(around.Parent);
        }

        return null;
    }

    /// <summary>True where the type itself starts two runs of the entry without waiting for the first.</summary>
    public bool StartsTogether(LoweredBody root) => StartedTogether(root) is { Strength: EvidenceStrength.Proven };

    /// <summary>Why many executions share the object that holds the location, or the location itself; null where nothing proves it.</summary>
    public Evidence? Shared(AccessPath path) =>
        NotShared(path) is not null ? null
        : path.Root.Kind == RootKind.Static ? new Evidence(EvidenceStrength.Likely, Overlap.Anytime, "static state")
        : _knowledge?.Shared is { Strength: EvidenceStrength.Proven } shared ? shared : null;

    /// <summary>The writes of the location that other entries make while objects are in use: what can come between.</summary>
    public IEnumerable<KnownAccess> Rivals(AccessPath path, LoweredBody root) =>
        _type.Location(path).Writes.Where(w => !w.InConstruction && !Equals(w.Flow.Root.Key, root.Key));

    /// <summary>The accesses that come between where calls run in turns: those of what does not keep to them. Empty elsewhere.</summary>
    public IReadOnlyList<KnownAccess> OutOfTurn(AccessPath path, LoweredBody root) => _turns.Rivals(path, root);

    /// <summary>Why nobody shares the object that holds the location; null where nothing says so.</summary>
    public string? NotShared(AccessPath path) =>
        Intent.OfLocation(path) is { Strength: EvidenceStrength.Refuted } said ? said.Because : path.Root.Kind == RootKind.Static ? null : _knowledge?.NotSharedBecause;

    /// <summary>True where something says that other entries run beside the entry: many share the object, it handles other events meanwhile, or it starts them together too.</summary>
    public bool MeetsOthers(AccessPath path, IEnumerable<KnownAccess> others) =>
        Shared(path) is not null || _knowledge?.InterleavesBecause is not null || others.Any(o => !o.Guards.IsEmpty || StartedTogether(o.Flow.Root) is not null);

    /// <summary>True where the type is registered as a singleton.</summary>
    public bool IsSingleton => _knowledge?.SingletonIn is not null;

    /// <summary>The guard that the location is marked with; null for none.</summary>
    public AccessPath? MarkedGuard(AccessPath path) => _knowledge?.GuardOf(path);

    /// <summary>Why the entry never runs twice at a time; null where nothing says so.</summary>
    public string? SingleFlow(LoweredBody root) => _singleFlows.Of(root)?.Because;

    private static Evidence Refuted(string because) => new(EvidenceStrength.Refuted, Overlap.Never, because);

    private bool HasRivals(AccessPath path, LoweredBody root) =>
        Rivals(path, root).Any(w => (w.Flow.Root.Traits & BodyTraits.Disposal) == 0 && !IsSameFlow(w.Flow.Root, root));

    /// <summary>Both are parts of one flow: one is through before the other begins.</summary>
    private bool IsSameFlow(LoweredBody one, LoweredBody other) => _singleFlows.Of(one) is { } flow && Equals(flow.Root, _singleFlows.Of(other)?.Root);

    private Evidence Supporting(MethodFlow flow, AccessFact access, ReadFact read, bool singleFlow)
    {
        var (path, root) = (access.Path, flow.Root);
        if (GuardEvidence(flow, access, read) is { } guarded)
            return guarded;
        if (singleFlow)
            return new Evidence(EvidenceStrength.Possible, Overlap.AtSuspensions, "");
        var location = _type.Location(path);
        if (path.Root.Kind == RootKind.Static)
        {
            return location.Writes.All(w => w.InConstruction || (w.Flow.Root.Traits & BodyTraits.EntryPoint) != 0)
                ? Refuted("only the entry point writes it")
                : new Evidence(EvidenceStrength.Likely, Overlap.Anytime, "static state") { IsGeneral = true };
        }

        // A plain collection breaks when two requests change it; a field that two requests fill is mostly filled with the same.
        if (_knowledge?.Shared is { } shared)
            return path.IsContent && (path.Traits & LocationTraits.Concurrent) == 0 ? shared : shared with { Strength = EvidenceStrength.Likely };
        if (_knowledge?.InterleavesBecause is { } interleaves && HasRivals(path, root))
            return new Evidence(EvidenceStrength.Likely, Overlap.AtSuspensions, interleaves) { IsIndirect = true };
        if (_knowledge?.BesideItselfBecause(root.Name) is { } allowed)
            return new Evidence(EvidenceStrength.Likely, Overlap.AtSuspensions, allowed);
        if ((root.Traits & BodyTraits.AsyncVoid) != 0)
            return new Evidence(EvidenceStrength.Likely, Overlap.AtSuspensions, $"nobody waits for '{root.Name}', which is async void") { IsGeneral = true };
        if (!path.IsContent && path.Steps.Length > 0)
        {
            foreach (var write in location.Writes)
            {
                // Who takes it out at the end keeps two ends apart, not the others.
                if (write.Fact.Event is Write { Kind: WriteKind.Atomic or WriteKind.TestAndSet or WriteKind.Exchange } && (write.Flow.Root.Traits & BodyTraits.Disposal) == 0)
                    return new Evidence(EvidenceStrength.Likely, Overlap.Anytime, $"'{write.Body.Name}' changes it atomically");
            }
        }

        return (path.Traits & LocationTraits.Volatile) != 0
            ? new Evidence(EvidenceStrength.Possible, Overlap.Anytime, "it is volatile")
            : new Evidence(EvidenceStrength.Possible, Overlap.AtSuspensions, "");
    }

    /// <summary>The guard that was held for the read; null for none.</summary>
    public AccessPath? GuardOf(AccessPath path, ReadFact read) =>
        _type.Location(path).Reads.FirstOrDefault(a => ReferenceEquals(a.Fact.Event, read.Event) && ReferenceEquals(a.Fact.Frame, read.Frame) && !a.Guards.IsEmpty)?.Guards[0];

    /// <summary>What is wrong with the guard that was held for the early read: it ends there, it is taken a second time for the late access, or another one is; null where none was held.</summary>
    public string? BrokenGuard(MethodFlow flow, AccessFact access, ReadFact read)
    {
        if (GuardOf(access.Path, read) is not { } held)
            return null;
        if (flow.Guards(read.Protection).Contains(held))
            return IsClaim(held) ? null : $"'{held.DisplayName}' is held here and not by all who change it";
        var early = access.Decisions.Any(d => ReferenceEquals(d.Read.Event, read.Event)) && !(access is WriteFact write && write.From.Any(r => ReferenceEquals(r.Event, read.Event))) ? "check" : "read";
        var late = access.Event is Write ? "write" : "use";
        var guards = flow.Guards(access.Held);
        if (guards.Contains(held))
            return $"'{held.DisplayName}' is taken for the {early} and again for the {late}: two locked stretches with the wait between them";
        return guards.IsEmpty ? $"'{held.DisplayName}' guards only the {early}" : $"'{held.DisplayName}' guards the {early} and a different guard, '{guards[0].DisplayName}', the {late}";
    }

    /// <summary>
    /// What is held over the wait keeps the runs of this entry apart and is not meant for the others: a flag or an owner that a run claims, or a second guard
    /// around a lock that all who change the location take for a step which does not wait.
    /// </summary>
    public bool KeepsOnlyRunsApart(MethodFlow flow, AccessFact access, ReadFact read) =>
        GuardOf(access.Path, read) is { } held && flow.Guards(read.Protection).Contains(held)
        && (IsClaim(held) || Rivals(access.Path, flow.Root).All(w => !w.Flow.Suspends && w.Guards.Any(g => !g.Equals(held) && flow.Guards(access.Held).Contains(g))));

    /// <summary>True for what is no lock, but a location that says who works: something writes it.</summary>
    public bool IsClaim(AccessPath guard) => _type.Location(guard).Writes.Any(static w => !w.InConstruction);

    /// <summary>
    /// A guard on this very location says that sharing is meant: one that was held for the early read and given back too soon, or one
    /// that most other accesses hold. A guard that some caller of some access happens to hold says nothing.
    /// </summary>
    private Evidence? GuardEvidence(MethodFlow flow, AccessFact access, ReadFact read)
    {
        if (BrokenGuard(flow, access, read) is { } broken)
            return new Evidence(EvidenceStrength.Proven, Overlap.Anytime, broken) { IsIndirect = true };
        if (!_guarded.TryGetValue(access.Path, out var evidence))
            _guarded.Add(access.Path, evidence = MostlyGuarded(access.Path));
        return evidence is not null && IsCalledUnderGuards(access.Path, flow.Root) ? null : evidence;
    }

    /// <summary>Several members of the type lead to the location through this one, each under a guard: whoever else calls it is taken to hold one as well.</summary>
    private bool IsCalledUnderGuards(AccessPath path, LoweredBody root)
    {
        var location = _type.Location(path);
        var through = location.Reads.Concat(location.Writes).Where(a => !Equals(a.Flow.Root.Key, root.Key) && a.Fact.Frame.Chain().Any(b => Equals(b.Key, root.Key))).ToList();
        return through.All(static a => !a.Guards.IsEmpty) && through.Select(static a => a.Flow.Root.Key).Distinct().Count() > 1;
    }

    private Evidence? MostlyGuarded(AccessPath path)
    {
        var location = _type.Location(path);
        var accesses = location.Reads.Concat(location.Writes).Where(a => !a.InConstruction).ToList();
        if (accesses.All(static a => a.Guards.IsEmpty))
            return null;
        var sites = accesses.GroupBy(a => a.Fact.Event.Site).Select(g => g.First()).ToList();
        var byGuard = sites.SelectMany(a => a.Guards.Where(static g => !IsClaimedKey(g)).Select(g => (Guard: g, Access: a))).GroupBy(x => x.Guard).OrderByDescending(g => g.Count()).FirstOrDefault();
        if (byGuard is null || byGuard.Count() < 2 || byGuard.Count() * 2 < sites.Count)
            return null;
        return new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"'{byGuard.Key.DisplayName}' guards it in '{byGuard.First().Access.Flow.Root.Name}'") { IsIndirect = true };
    }

    /// <summary>A key that somebody has put into a set to be alone with it: it keeps out those who come with the same key.</summary>
    private static bool IsClaimedKey(AccessPath guard) => guard.IsContent && (guard.Traits & LocationTraits.Boolean) != 0;

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
