using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules;

/// <summary>What all rules share when they turn a fact into a finding: evidence, severity, trail, and what the fixes may try.</summary>
internal sealed class Judgement
{
    private const int MaxTrail = 4;
    private readonly Lazy<ImmutableArray<Breach>> _breaches;
    private readonly Lazy<HandOvers> _handOvers;
    private readonly Lazy<ImmutableArray<Nesting>> _nested;

    /// <summary>For one type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="overlap">Why executions can meet.</param>
    /// <param name="sideBySide">Why threads can meet.</param>
    /// <param name="guarded">The names of the state whose guards are to be inferred; null for all.</param>
    public Judgement(TypeUnderTest type, OverlapEvidence overlap, SideBySide sideBySide, HashSet<string>? guarded = null)
    {
        Type = type;
        Overlap = overlap;
        SideBySide = sideBySide;
        _handOvers = new Lazy<HandOvers>(() => HandOvers.In(type.Bodies));
        _nested = new Lazy<ImmutableArray<Nesting>>(() => type.Flows.SelectMany(Nesting.In).ToImmutableArray());
        _breaches = new Lazy<ImmutableArray<Breach>>(() => GuardDiscipline.In(type, overlap, guarded));
    }

    /// <summary>The type.</summary>
    public TypeUnderTest Type { get; }

    /// <summary>Why executions can meet.</summary>
    public OverlapEvidence Overlap { get; }

    /// <summary>Where a reader of messages of the type changes one, as far as it is in sight.</summary>
    public Func<ITypeSymbol, Site?> ReaderChange { get; init; } = static _ => null;

    /// <summary>Whether a place belongs to the type that is reported on; all do, where its bases are not looked at with it.</summary>
    public Func<Site, bool> IsHere { get; init; } = static _ => true;

    /// <summary>True where the project has a synchronization context of its own that code switches to: what was awaited goes on in its loop.</summary>
    public Func<bool> ComesBackToOwnLoop { get; init; } = static () => false;

    /// <summary>Why threads can meet.</summary>
    public SideBySide SideBySide { get; }

    /// <summary>The accesses that lack the guard which others of the same location hold.</summary>
    public ImmutableArray<Breach> Breaches => _breaches.Value;

    /// <summary>Who takes and gives back guards for others.</summary>
    public HandOvers HandOvers => _handOvers.Value;

    /// <summary>The guards that are taken while another one is held.</summary>
    public ImmutableArray<Nesting> Nested => _nested.Value;

    /// <summary>True where something shows that no other execution can come to the location; cheap, so it is asked first.</summary>
    public bool IsRefuted(MethodFlow flow, AccessFact access, ReadFact read) => Overlap.For(flow, access, read).Strength == EvidenceStrength.Refuted;

    /// <summary>True where a guard held since the read protects the location.</summary>
    public bool IsProtected(MethodFlow flow, ReadFact read, AccessPath path) => Type.Protects(flow, read.Protection, path);

    /// <summary>Other entries' writes of the location.</summary>
    public ImmutableArray<KnownAccess> Rivals(MethodFlow flow, AccessPath path) => Overlap.Rivals(path, flow.Root).ToImmutableArray();

    /// <summary>The finding, or null where overlap is refuted.</summary>
    /// <param name="info">The rule.</param>
    /// <param name="flow">The flow it was found in.</param>
    /// <param name="access">The late write or act.</param>
    /// <param name="read">The early read.</param>
    /// <param name="how">What the message says of it.</param>
    /// <param name="warnFrom">How strong the evidence must be for a warning; weaker evidence makes a suggestion.</param>
    /// <param name="atMostPossible">True for forms that are never more than a suggestion.</param>
    /// <param name="fixes">What may mend it.</param>
    /// <param name="by">The accesses that can come between, where the rule knows better than <see cref="Rivals"/>.</param>
    /// <param name="shownBy">Evidence that the rule has found itself.</param>
    /// <param name="onThreads">What may mend it besides where executions meet on several threads, not at suspensions only.</param>
    /// <param name="onGeneral">False for forms that need more for a warning than what is said of a whole kind of code, or of the location alone.</param>
    public Finding? Find(RuleInfo info, MethodFlow flow, AccessFact access, ReadFact read, string how, EvidenceStrength warnFrom, bool atMostPossible, FixKinds fixes, ImmutableArray<KnownAccess>? by = null, Evidence? shownBy = null, FixKinds onThreads = FixKinds.None, bool onGeneral = true) =>
        Find(info, flow, access, read, flow.SuspensionsBetween(read, access), how, warnFrom, atMostPossible, fixes, by, shownBy, onThreads, onGeneral);

    /// <summary>The finding for a first step that other executions see before the last is done, or null where overlap is refuted.</summary>
    public Finding? FindBetween(RuleInfo info, MethodFlow flow, AccessFact first, AccessFact last, string how, EvidenceStrength warnFrom, bool atMostPossible, FixKinds fixes, ImmutableArray<KnownAccess>? by = null, Evidence? shownBy = null, bool onGeneral = true) =>
        Find(info, flow, last, AsRead(first), flow.SuspensionsBetween(first, last), how, warnFrom, atMostPossible, fixes, by, shownBy, FixKinds.None, onGeneral);

    /// <summary>An early write in the place of the early read.</summary>
    public static ReadFact AsRead(AccessFact first) =>
        new(new Read(-1, first.Path, ReadKind.Value, first.Event.Site), first.Path, first.Node, first.Frame, IsStale: true, PassedOn: true, Protection: 0);

    private Finding? Find(RuleInfo info, MethodFlow flow, AccessFact access, ReadFact read, ImmutableArray<Suspend> suspensions, string how, EvidenceStrength warnFrom, bool atMostPossible, FixKinds fixes, ImmutableArray<KnownAccess>? by, Evidence? shownBy, FixKinds onThreads, bool onGeneral)
    {
        if (suspensions.IsEmpty)
            return null;
        var evidence = Overlap.For(flow, access, read, askUsers: true);
        if (shownBy is not null && evidence.Strength != EvidenceStrength.Refuted)
            evidence = shownBy;
        if (evidence.Strength == EvidenceStrength.Refuted)
            return null;
        if (evidence.Overlap == Model.Overlap.Anytime && !SideBySide.ComesBack)
            fixes |= onThreads;
        var path = access.Path;
        if (by is null && Overlap.OutOfTurn(path, flow.Root) is { Count: > 0 } outOfTurn)
            by = outOfTurn.ToImmutableArray();
        var rivals = by ?? Rivals(flow, path);
        var severity = !atMostPossible && evidence.Strength >= warnFrom && (onGeneral || !(evidence.IsGeneral || evidence.IsIndirect)) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        var sameBody = ReferenceEquals(access.Event is Write { Path.Root: { Kind: RootKind.Parameter, Key: { } parameter } } ? access.Frame.Naming(parameter).In : access.Frame, read.Frame);
        var single = Overlap.SingleFlow(flow.Root) is not null;
        var who = (single || by is not null) && !rivals.IsEmpty ? $"'{rivals[0].Body.Name}'" : (flow.Root.Traits & BodyTraits.Nested) != 0 ? $"another run of the function in '{flow.Root.Name}'" : $"another call of '{flow.Root.Name}'";
        var because = evidence.Because.Length == 0 ? "nothing here rules out that calls overlap" : evidence.Because;
        if (shownBy is null && Overlap.BrokenGuard(flow, access, read) is { } broken && broken != because)
            because += ", and " + broken;
        var trail = new Trail(
            read.Event.Site,
            suspensions.Take(MaxTrail).Select(s => s.Site).ToImmutableArray(),
            Callers(access.Frame).Where(s => s != access.Event.Site).Concat(rivals.Select(r => r.Fact.Event.Site)).Distinct().Take(MaxTrail).ToImmutableArray());
        var hint = new FixHint(
            sameBody ? fixes : FixKinds.None,
            path.Holder,
            path.Root.Kind == RootKind.Static,
            trail.Suspensions.Length,
            GuardOf(path),
            sameBody);
        return new Finding(info.Id, path, access.Event.Site, trail, evidence, ImmutableArray.Create(path.DisplayName, how, suspensions[0].Site.Text, who, because), severity, hint);
    }

    private static IEnumerable<Site> Callers(Frame frame)
    {
        for (var f = frame; f.Caller is not null; f = f.Caller)
        {
            if (f.CallSite is { } site)
                yield return site;
        }
    }

    /// <summary>The guard of this object under which the location is accessed elsewhere, if a fix could take it too.</summary>
    private string GuardOf(AccessPath path)
    {
        var location = Type.Location(path);
        foreach (var access in location.Writes.Concat(location.Reads))
        {
            foreach (var guard in access.Guards)
            {
                if (guard.Steps.Length == 1 && guard.Root.Kind is RootKind.This or RootKind.Static)
                    return guard.Steps[0].Name;
            }
        }

        return "";
    }
}
