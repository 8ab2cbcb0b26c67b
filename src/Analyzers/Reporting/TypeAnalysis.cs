using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Lowering;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Rules;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Reporting;

/// <summary>
/// From the bodies of a type to its findings, in two steps. First only those members are lowered that wait and change state, with what
/// they call; in nearly all types nothing in them is even suspicious, and that is the end. Only then the rest: who else accesses the
/// location, under which guards, and how members are started.
/// </summary>
internal static class TypeAnalysis
{
    /// <summary>Flow, judgement and choice for one type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="knowledge">What is known of its compilation.</param>
    /// <param name="outline">What its syntax tells.</param>
    /// <param name="families">The families in which it may break a habit; empty for nearly all types.</param>
    /// <param name="bodies">The members' bodies, in any order.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    public static TypeReport Run(INamedTypeSymbol type, KnowledgeBase knowledge, TypeOutline outline, IReadOnlyList<Family> families, IEnumerable<BodySource> bodies, CancellationToken cancellationToken)
    {
        // Blocks arrive in any order; the analysis sees them in source order, so that its output is always the same.
        var members = bodies.OrderBy(b => b.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(b => b.Syntax.SpanStart).ToList();
        var report = Alone(type, knowledge, outline, members, cancellationToken);
        if (families.Count == 0)
            return report;
        var found = families.SelectMany(f => FamilyAnalysis.Of(type, f, members, knowledge, cancellationToken));
        return report with { Findings = FindingSink.Choose(report.Findings.Concat(found), knowledge.Options) };
    }

    /// <summary>The type by itself.</summary>
    private static TypeReport Alone(INamedTypeSymbol type, KnowledgeBase knowledge, TypeOutline outline, List<BodySource> members, CancellationToken cancellationToken)
    {
        if (outline.SendsOnly)
            return Judge(TypeUnderTest.Of(type, Lower(members, outline.Sending, cancellationToken), outline.MayBeGone, cancellationToken, calls: true), new TypeKnowledge(type, knowledge.Compilation, knowledge.Options, cancellationToken), cancellationToken, rules: RuleCatalog.OfSends);
        var suspects = outline.Suspects();
        if (suspects.Count == 0 && outline.Guarded.Count == 0 && outline.SharedObjects.Count == 0 && outline.Protocol.Count == 0 && outline.Sending.Count == 0 && outline.Ambient.Count == 0)
            return TypeReport.Empty;
        suspects.UnionWith(outline.Protocol);
        suspects.UnionWith(outline.Sending);
        suspects.UnionWith(outline.Ambient);
        var calls = outline.Protocol.Count > 0 || outline.Sending.Count > 0;
        var quick = TypeUnderTest.Of(type, Lower(members, suspects, cancellationToken), outline.MayBeGone, cancellationToken, calls);
        var names = new HashSet<string>(quick.Flows.SelectMany(f => Suspicion.Names(f, outline.Spawns, outline.Joins || outline.StartedElsewhere.Count > 0, outline.AreAssignedTogether)), StringComparer.Ordinal);
        names.UnionWith(outline.Guarded);
        names.UnionWith(outline.SharedObjects);
        if (names.Count == 0 && (calls || outline.Ambient.Count > 0))
            return Judge(quick, new TypeKnowledge(type, knowledge.Compilation, knowledge.Options, cancellationToken), cancellationToken, names, RuleCatalog.OfGuards.AddRange(RuleCatalog.OfSends).AddRange(RuleCatalog.OfAmbient));
        if (names.Count == 0)
            return quick.LeftOut.Count == 0 ? TypeReport.Empty : new TypeReport(Array.Empty<Finding>(), quick.LeftOut.Take(1).ToList());

        var around = outline.Around(names);
        around.UnionWith(suspects);
        var underTest = TypeUnderTest.Of(type, Lower(members, around, cancellationToken), outline.MayBeGone, cancellationToken, calls: calls || outline.Guarded.Count > 0, earlier: quick);
        return Judge(underTest, new TypeKnowledge(type, knowledge.Compilation, knowledge.Options, cancellationToken), cancellationToken, outline.Guarded);
    }

    /// <summary>All rules on a type whose flows are known.</summary>
    /// <param name="underTest">The type.</param>
    /// <param name="knowledge">What its declaration says; null for hand-built bodies.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    /// <param name="guarded">The names of the state whose guards are to be inferred; null for all.</param>
    /// <param name="rules">The rules; null for all.</param>
    public static TypeReport Judge(TypeUnderTest underTest, TypeKnowledge? knowledge, CancellationToken cancellationToken, HashSet<string>? guarded = null, IEnumerable<Rule>? rules = null)
    {
        var judgement = new Judgement(underTest, new OverlapEvidence(underTest, knowledge), new SideBySide(underTest, knowledge is { ComesBack: true }), guarded) { ReaderChange = t => knowledge?.ReaderChangeOf(t) is { } change ? new Site(change) : null, ComesBackToOwnLoop = () => knowledge?.ComesBackToOwnLoop == true };
        var findings = new List<Finding>();
        foreach (var rule in rules ?? RuleCatalog.All)
        {
            foreach (var flow in underTest.Flows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                findings.AddRange(rule.Judge(flow, judgement));
            }
        }

        var gaveUp = underTest.Flows.Where(f => f.GaveUp || (f.Root.Traits & BodyTraits.GaveUp) != 0).Select(f => f.Root).Concat(underTest.LeftOut.Take(1)).ToList();
        return new TypeReport(FindingSink.Choose(findings, knowledge?.Options), gaveUp);
    }

    private static List<LoweredBody> Lower(List<BodySource> bodies, HashSet<SyntaxNode> members, CancellationToken cancellationToken)
    {
        var result = new List<LoweredBody>();
        foreach (var body in bodies)
        {
            if (body.Syntax.AncestorsAndSelf().Any(members.Contains) && body.Lower(cancellationToken) is { } lowered)
                result.Add(lowered);
        }

        return result;
    }
}

/// <summary>What is to be said of a type.</summary>
/// <param name="Findings">The mistakes, in source order.</param>
/// <param name="GaveUp">The bodies of which nothing is known.</param>
internal sealed record TypeReport(IReadOnlyList<Finding> Findings, IReadOnlyList<LoweredBody> GaveUp)
{
    /// <summary>Nothing.</summary>
    public static TypeReport Empty { get; } = new(Array.Empty<Finding>(), Array.Empty<LoweredBody>());
}
