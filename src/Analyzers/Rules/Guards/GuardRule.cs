using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

/// <summary>A rule about how guards are taken and given back; what it finds needs no evidence of a rival.</summary>
internal abstract class GuardRule : Rule
{
    /// <summary>The finding.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="at">The place to change.</param>
    /// <param name="other">The place that belongs to it: what takes for what gives back, and the reverse.</param>
    /// <param name="more">Further places.</param>
    /// <param name="severity">At which level.</param>
    /// <param name="fixes">What may mend it.</param>
    /// <param name="arguments">What the message takes.</param>
    protected Finding Find(AccessPath guard, Site at, Site other, IEnumerable<Site> more, DiagnosticSeverity severity, FixKinds fixes, params string[] arguments)
    {
        var trail = new Trail(other, ImmutableArray<Site>.Empty, more.Where(s => s.Node is not null).Distinct().Take(4).ToImmutableArray());
        var evidence = new Evidence(severity == DiagnosticSeverity.Warning ? EvidenceStrength.Proven : EvidenceStrength.Possible, Overlap.Anytime, "");
        return new Finding(Info.Id, guard, at, trail, evidence, arguments.ToImmutableArray(), severity, new FixHint(fixes, NameOf(guard), guard.Root.Kind == RootKind.Static, 0, IsOneObject(guard) ? NameOf(guard) : arguments[0], SameBody: true));
    }

    /// <summary>How messages call a guard.</summary>
    protected static string NameOf(AccessPath guard) => guard.Steps.IsEmpty && guard.Root.Kind == RootKind.Static ? $"typeof({guard.Root.Name})" : guard.Steps.IsEmpty && guard.Root.Kind == RootKind.This ? "this" : guard.DisplayName;

    /// <summary>The calls of this one object; elements of a collection may be another one each time.</summary>
    protected static bool IsOneObject(AccessPath guard) => !guard.Truncated && !guard.Steps.Any(s => s.IsElement);

    /// <summary>The local in which the body keeps a guard that it has looked up once, <c>var gate = _gates.GetOrAdd(key, …)</c>; null where it is no such.</summary>
    protected static string? LocalOf(ulong bit, MethodFlow flow) =>
        GuardPlaces.OneLocal(flow.Protocol.Acquires.Where(a => a.Bit == bit).Select(a => a.Event.Site).Concat(flow.Protocol.Releases.Where(r => r.Bit == bit).Select(r => r.Event.Site)));

    /// <summary>How messages call a guard: by the local that holds it where it is one of many.</summary>
    protected static string NameOf(AccessPath guard, ulong bit, MethodFlow flow) => IsOneObject(guard) ? NameOf(guard) : LocalOf(bit, flow) ?? NameOf(guard);

    /// <summary>The innermost activation that both stand in.</summary>
    protected static Frame CommonOf(Frame one, Frame other)
    {
        var outer = one;
        while (outer.Caller is not null && !ReferenceEquals(outer, other) && CallIn(outer, other) is null)
            outer = outer.Caller;
        return outer;
    }

    /// <summary>The call in the body of the outer activation that leads to the inner one; null where the inner one is not inside it.</summary>
    protected static Site? CallIn(Frame outer, Frame inner)
    {
        Site? call = null;
        for (var frame = inner; frame is not null; frame = frame.Caller)
        {
            if (ReferenceEquals(frame, outer))
                return call;
            call = frame.CallSite;
        }

        return null;
    }

    /// <summary>The members from the first to the last, those of other types with their type; what a lambda does, its member does.</summary>
    protected static string Chain(IEnumerable<LoweredBody> bodies, Judgement judgement)
    {
        var names = new List<string>();
        foreach (var body in bodies)
        {
            var owner = body.Key is ISymbol { ContainingType: { } type } && judgement.Type.Symbol is INamedTypeSymbol here && !SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, here.OriginalDefinition) ? type.Name + "." : "";
            var name = owner + (body.Key is IMethodSymbol { MethodKind: MethodKind.LocalFunction } local ? local.Name : body.Name);
            if (names.Count == 0 || !names.Contains(name) || (body.Traits & BodyTraits.Nested) == 0)
                names.Add(name);
        }

        return string.Join(" → ", names.Select(n => $"'{n}'"));
    }
}
