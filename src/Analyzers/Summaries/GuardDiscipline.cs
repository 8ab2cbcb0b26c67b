using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// Which guard belongs to which location, inferred from all accesses in the type, and the accesses that break the habit. After Engler's
/// "bugs as deviant behavior" and RacerD: what the code does in most places is taken for what it means to do in all of them.
/// </summary>
internal sealed class GuardDiscipline
{
    /// <summary>More unguarded looks than this are a decision, right or wrong, and not a slip.</summary>
    private const int MaxReads = 2;

    private readonly GuardedAccess _accesses;

    private GuardDiscipline(GuardedAccess accesses) => _accesses = accesses;

    /// <summary>The breaches of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="overlap">Who runs alone.</param>
    /// <param name="names">The names of the state whose every access is at hand; null for all.</param>
    public static ImmutableArray<Breach> In(TypeUnderTest type, OverlapEvidence overlap, HashSet<string>? names)
    {
        if (names is { Count: 0 })
            return ImmutableArray<Breach>.Empty;
        var result = ImmutableArray.CreateBuilder<Breach>();
        var discipline = new GuardDiscipline(new GuardedAccess(type, overlap));
        foreach (var path in type.Locations)
        {
            if ((names is null || path.Steps.Any(s => names.Contains(s.Name))) && discipline._accesses.Judges(path) && overlap.NotShared(path) is null)
                result.AddRange(discipline.At(path, type.Location(path), overlap.MarkedGuard(path)));
        }

        return result.ToImmutable();
    }

    private IEnumerable<Breach> At(AccessPath path, LocationSummary location, AccessPath? marked)
    {
        var places = location.Writes.Concat(location.Reads.Where(r => !path.IsContent || r.Fact.Event is Read { Kind: not ReadKind.Receiver }))
            .Where(a => _accesses.Counts(a) && (IsThere(a, path) || (path.Parent is { } holder && _accesses.Type.IsFilledOnce(holder))))
            .GroupBy(a => (a.Body.Key, Places.LineOf(a.Fact.Event.Site)))
            .Select(g => g.ToList()).ToList();
        places.RemoveAll(p => p.All(IsBuiltInPlace));
        var guard = marked ?? places.SelectMany(p => p.SelectMany(a => a.Guards).Where(GuardedAccess.IsGuard).Distinct()).GroupBy(g => g).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key;
        if (guard is null || (marked is null && IsGate(guard)))
            return Array.Empty<Breach>();

        // A member that is called with the guard and without it expects its callers to know what they do.
        places.RemoveAll(p => p.Any(a => Holds(a, guard)) && p.Any(a => !Holds(a, guard) && a.Fact.Frame.Caller is null));
        var guarded = places.Where(p => p.All(a => Holds(a, guard))).ToList();
        var open = places.Where(p => p.Any(a => !Holds(a, guard))).ToList();
        var writes = guarded.Count(IsWritten);
        var openWrites = open.Count(IsWritten);
        if (marked is not null)
            return Breaking(path, guard, open, guarded, (guarded.Count, places.Count), onlyWrites: false, reads: true).Select(b => b with { IsMarked = true }).ToList();
        if (writes > 0 && guarded.Count == 1 && (path.Traits & LocationTraits.Growing) != 0)
            return OfOneChange(path, guard, guarded, open);
        if (writes > 0 && openWrites == 1 && guarded.Count <= 2 && guarded.SelectMany(static p => p).Select(static a => a.Flow.Root.Key).Distinct().Count() == 1 && guarded.Concat(open).Where(IsWritten).All(IsStepped))
            return OfOneChange(path, guard, guarded, open.Where(IsWritten).ToList());
        if (writes > 0 && guarded.Count >= 2 && open.Count == 0 && LoneDisposals.In(path, guard, guarded.SelectMany(static p => p), _accesses.Type) is { } lone)
            return new[] { Make(path, guard, lone, new List<KnownAccess> { lone }, guarded, (guarded.Count, guarded.Count + 1), onlyWrites: false) with { IsStrong = false } };
        if (writes == 0 || guarded.SelectMany(p => p).Select(a => a.Flow.Root.Key).Distinct().Count() < 2)
            return Array.Empty<Breach>();
        if (path.Root.Kind == RootKind.Static && guard.Root.Kind == RootKind.This)
            return openWrites == 0 && !_accesses.IsSingleton ? OfOneObject(path, guard, guarded, places.Count) : Array.Empty<Breach>();

        var all = places.Count - (IsOneSlip(open) ? open.Count - 1 : 0);
        var byAll = guarded.Count >= 2 && guarded.Count * 3 >= all * 2 && writes >= openWrites;
        var byWrites = writes >= 3 && writes >= openWrites * 3;
        if (!byAll && !byWrites)
            return Array.Empty<Breach>();
        var reads = byAll && open.Count(p => !IsWritten(p)) <= MaxReads;
        var found = Breaking(path, guard, open, guarded, byAll ? (guarded.Count, places.Count) : (writes, writes + openWrites), onlyWrites: !byAll, reads).ToList();
        var strong = found.Count <= 2 && guarded.Count >= 3;
        return found.Where(f => f.IsStrong || guarded.Count >= 3).Select(f => f with { IsStrong = strong && f.IsStrong });
    }

    /// <summary><c>_all = new(); foreach (var x in given) _all.Add(x);</c>: the entry itself has just made the collection, and fills it before it waits for anything.</summary>
    private static bool IsBuiltInPlace(KnownAccess access) =>
        access.Fact.Path.IsContent && access.Guards.IsEmpty && access.Fact.Path.Parent is { } holder
        && access.Flow.Writes.Any(w => w.Path.Equals(holder) && ReferenceEquals(w.Frame, access.Fact.Frame) && Places.StoresNew(w.Event.Site) && w.Event.Site.Start < access.Fact.Event.Site.Start && access.Flow.SuspensionsBetween(w, access.Fact).IsEmpty);

    /// <summary>All that lacks the guard stands in one member, under another one: whoever wrote it took the wrong one, once.</summary>
    private static bool IsOneSlip(List<List<KnownAccess>> open) =>
        open.Count > 1 && open.All(p => p.All(a => a.Guards.Any(GuardedAccess.IsGuard))) && open.SelectMany(static p => p).Select(static a => a.Flow.Root.Key).Distinct().Count() == 1;

    /// <summary>True for what is only ever tried: who does not get it goes away. That keeps a run from meeting itself, and protects nothing else.</summary>
    private bool IsGate(AccessPath guard)
    {
        var acquires = _accesses.Type.Flows.SelectMany(f => f.Protocol.Acquires).Where(a => a.Path.Equals(guard) && (a.Event.Traits & AcquireTraits.Explicit) != 0).ToList();
        return acquires.Count > 0 && acquires.All(a => a.Event.Mode == AcquireMode.WhenTrue && Places.TriesOnce(a.Event.Site));
    }

    private IEnumerable<Breach> Breaking(AccessPath path, AccessPath guard, List<List<KnownAccess>> open, List<List<KnownAccess>> guarded, (int, int) count, bool onlyWrites, bool reads)
    {
        foreach (var place in open)
        {
            var lacking = place.Where(a => !Holds(a, guard) && GuardedAccess.Matters(a, reads)).OrderBy(a => a.Fact is WriteFact ? 0 : 1).FirstOrDefault();
            if (lacking is not null && !Places.HasRemark(lacking.Fact.Event.Site))
                yield return Make(path, guard, lacking, place, guarded, count, onlyWrites);
        }
    }

    private Breach Make(AccessPath path, AccessPath guard, KnownAccess access, List<KnownAccess> place, List<List<KnownAccess>> guarded, (int, int) count, bool onlyWrites)
    {
        var other = access.Guards.FirstOrDefault(GuardedAccess.IsGuard);
        var (primary, through) = Primary(access, place.Where(a => Holds(a, guard)).ToList());
        var checkedUnder = access.Fact.Decisions.Any(d => guarded.Any(p => p.Any(a => ReferenceEquals(a.Fact.Event, d.Read.Event))));
        var kind = other is not null ? BreachKind.OtherGuard : checkedUnder && access.Fact is WriteFact ? BreachKind.OnlyTheCheck : BreachKind.NoGuard;
        var example = guarded.SelectMany(p => p).Where(a => !Equals(a.Flow.Root.Key, access.Flow.Root.Key)).OrderBy(a => a.Fact is WriteFact ? 0 : 1).FirstOrDefault() ?? guarded.FirstOrDefault()?[0];
        return new Breach(path, access, guard, kind, other, count.Item1, count.Item2, onlyWrites, example, guarded.Select(p => p[0].Fact.Event.Site).ToImmutableArray(), primary, through, IsStrong: other is null && !IsWeak(access) && !IsOverwrite(access, guarded) && !IsHelperOfMany(access, guard, place));
    }

    /// <summary>A number that is counted up or down: two of that at once, and one is lost.</summary>
    private static bool IsStepped(List<KnownAccess> place) =>
        place.Any(a => a.Fact is WriteFact { Write.Kind: WriteKind.Update }) && place.All(a => a.Fact is not WriteFact { Write.Kind: not WriteKind.Update });

    /// <summary>
    /// A collection that is changed under a guard in one place, and elsewhere without any: a plain collection breaks by that already, though one
    /// place is no habit. Only where no other guard is in sight, and only for other entries than the one that takes the guard.
    /// </summary>
    private IEnumerable<Breach> OfOneChange(AccessPath path, AccessPath guard, List<List<KnownAccess>> guarded, List<List<KnownAccess>> open)
    {
        if (path.Root.Kind == RootKind.Static && guard.Root.Kind == RootKind.This)
            return Array.Empty<Breach>();
        var entry = guarded[0][0].Flow.Root.Key;
        var others = open.Where(p => p.All(a => a.Guards.IsEmpty && !Equals(a.Flow.Root.Key, entry))).ToList();
        if (others.Count == 0 || others.Count < open.Count || open.Count(IsWritten) > 1 || open.Count(p => !IsWritten(p)) > MaxReads)
            return Array.Empty<Breach>();
        return Breaking(path, guard, others, guarded, (guarded.Count, guarded.Count + open.Count), onlyWrites: false, reads: true)
            .OrderBy(b => b.Access.Fact is WriteFact ? 0 : 1).GroupBy(b => b.Access.Flow).Select(g => g.First() with { IsStrong = false });
    }

    private static IEnumerable<Breach> OfOneObject(AccessPath path, AccessPath guard, List<List<KnownAccess>> guarded, int places)
    {
        var first = guarded.SelectMany(p => p).Where(a => a.Fact is WriteFact).OrderBy(a => a.Fact.Event.Site.Start).First();
        yield return new Breach(path, first, guard, BreachKind.GuardOfOneObject, null, guarded.Count, places, false, first, guarded.Select(p => p[0].Fact.Event.Site).ToImmutableArray(), first.Fact.Event.Site, null, IsStrong: true);
    }

    /// <summary>Where a helper is reached with the guard by others, the call that leads to it without is what has to change.</summary>
    private static (Site Site, LoweredBody? Through) Primary(KnownAccess access, List<KnownAccess> holding)
    {
        var result = (access.Fact.Event.Site, (LoweredBody?)null);
        for (var f = access.Fact.Frame; f.Caller is not null && holding.Any(a => a.Fact.Frame.Chain().Any(b => ReferenceEquals(b, f.Body))); f = f.Caller)
        {
            if (f.CallSite is { } site)
                result = (site, f.Body);
        }

        return result;
    }

    /// <summary>
    /// The content of a collection that is replaced now and then: only what is reached through the location itself. A local may hold
    /// what was there before, which is nobody else's any more.
    /// </summary>
    private static bool IsThere(KnownAccess access, AccessPath path) =>
        !path.IsContent || path.Parent is not { } holder || (holder.Traits & LocationTraits.ReadOnly) != 0 || Places.Names(access.Fact.Event.Site, holder.DisplayName);

    /// <summary>Accesses that often do no harm, or that are meant so.</summary>
    private bool IsWeak(KnownAccess access) =>
        access.Fact.Event is Write { Constant: not ConstantKind.None }
        || (access.Body.Traits & BodyTraits.Accessor) != 0
        || _accesses.MayRunUnderGuardOfOthers(access)
        || access.Flow.Root.Key is IMethodSymbol { DeclaredAccessibility: Accessibility.Internal or Accessibility.ProtectedOrInternal }
        || (access.Fact.Event is Read && !Places.IsLoop(access.Fact.Event.Site));

    /// <summary>
    /// <c>_total = n;</c> in one step, whatever was there: whoever looks under the guard sees the old or the new value, as if it had come first. Only where
    /// another entry computes the value under the guard from what it was, the new one may be lost.
    /// </summary>
    private static bool IsOverwrite(KnownAccess access, List<List<KnownAccess>> guarded)
    {
        var path = access.Fact.Path;
        return !path.IsContent && access.Fact is WriteFact { Write.Kind: WriteKind.Assign } write && write.Decisions.IsEmpty && !IsComputedFrom(write, path)
            && !guarded.Any(p => p.Any(a => a.Fact is WriteFact other && IsComputedFrom(other, path) && !Equals(a.Flow.Root.Key, access.Flow.Root.Key)));
    }

    private static bool IsComputedFrom(WriteFact write, AccessPath path) => write.Write.Kind == WriteKind.Update || write.From.Any(r => r.Path.Equals(path));

    /// <summary>A helper to which at least as many entries come without the guard as with it: what holds it there is for something else.</summary>
    private static bool IsHelperOfMany(KnownAccess access, AccessPath guard, List<KnownAccess> place)
    {
        var open = place.Where(a => !Holds(a, guard)).Select(a => a.Flow.Root.Key).Distinct().Count();
        var holding = place.Where(a => Holds(a, guard)).Select(a => a.Flow.Root.Key).Distinct().Count();
        return access.Fact.Frame.Caller is not null && open > 1 && holding > 0 && open >= holding;
    }

    private static bool IsWritten(List<KnownAccess> place) => place.Any(a => a.Fact.Event is Write { Kind: not WriteKind.ByReference });

    private static bool Holds(KnownAccess access, AccessPath guard) =>
        access.Guards.Contains(guard) || (access.Fact.Shared != 0 && access.Fact.Event is Read);
}

/// <summary>In what way the habit is broken.</summary>
internal enum BreachKind
{
    /// <summary>Nothing is held.</summary>
    NoGuard,

    /// <summary>Something else is held.</summary>
    OtherGuard,

    /// <summary>The guard was held for the test that led here, and given back.</summary>
    OnlyTheCheck,

    /// <summary>The guard belongs to one object and the state to all.</summary>
    GuardOfOneObject,
}

/// <summary>An access that breaks the habit of its location.</summary>
/// <param name="Path">The location.</param>
/// <param name="Access">The access.</param>
/// <param name="Guard">The guard that others hold.</param>
/// <param name="Kind">In what way.</param>
/// <param name="Instead">What is held instead; null for nothing.</param>
/// <param name="Guarded">In how many places it is held.</param>
/// <param name="Places">Of how many.</param>
/// <param name="OnlyWrites">True where the numbers count writes only.</param>
/// <param name="Example">One of the guarded accesses; null for none.</param>
/// <param name="Sites">The guarded places.</param>
/// <param name="Primary">The place to change.</param>
/// <param name="Through">The helper that accesses it, where the place to change is the call of it.</param>
/// <param name="IsStrong">True where the numbers and the kind of access leave little doubt.</param>
internal sealed record Breach(
    AccessPath Path,
    KnownAccess Access,
    AccessPath Guard,
    BreachKind Kind,
    AccessPath? Instead,
    int Guarded,
    int Places,
    bool OnlyWrites,
    KnownAccess? Example,
    ImmutableArray<Site> Sites,
    Site Primary,
    LoweredBody? Through,
    bool IsStrong)
{
    /// <summary>True where the location is marked with its guard, so that nothing had to be inferred.</summary>
    public bool IsMarked { get; init; }

    /// <summary>The base or derived class that the example stands in; null where it is the same.</summary>
    public string? ExampleIn => Example is not null && OwnerOf(Example) is { } owner && OwnerOf(Access) is { } here && !SymbolEqualityComparer.Default.Equals(owner, here) ? owner.Name : null;

    /// <summary>False where the code that breaks the habit cannot name the guard: it is private to another class of the family.</summary>
    public bool CanTake =>
        Guard.Steps.IsEmpty
        || Guard.Steps[0].Key is not ISymbol { ContainingType: { } declaring } guard
        || OwnerOf(Access) is not { } here
        || Around(here).Contains(declaring.OriginalDefinition, SymbolEqualityComparer.Default)
        || (guard.DeclaredAccessibility != Accessibility.Private && Above(here).Contains(declaring.OriginalDefinition, SymbolEqualityComparer.Default));

    private static INamedTypeSymbol? OwnerOf(KnownAccess access) => (access.Body.Key as ISymbol)?.ContainingType?.OriginalDefinition;

    private static IEnumerable<ISymbol> Above(INamedTypeSymbol type)
    {
        for (var above = type.BaseType; above is not null; above = above.BaseType)
            yield return above.OriginalDefinition;
    }

    private static IEnumerable<ISymbol> Around(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? around = type; around is not null; around = around.ContainingType)
            yield return around.OriginalDefinition;
    }
}
