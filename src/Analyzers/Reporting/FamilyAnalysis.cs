using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Lowering;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Rules;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Reporting;

/// <summary>The guards of a family of types: what is found is reported with the type that it stands in, and nothing else with it.</summary>
internal static class FamilyAnalysis
{
    /// <summary>What the type does without a guard that its base or heir takes, or with one that they hold.</summary>
    /// <param name="type">The type to report on.</param>
    /// <param name="family">It, and whom it shares its objects with.</param>
    /// <param name="own">Its bodies.</param>
    /// <param name="knowledge">What is known of the compilation.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    public static IEnumerable<Finding> Of(INamedTypeSymbol type, Family family, IReadOnlyList<BodySource> own, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var bodies = new List<LoweredBody>();
        foreach (var body in own)
        {
            if (body.Syntax.AncestorsAndSelf().Any(family.Members.Contains) && body.Lower(cancellationToken) is { } lowered)
                bodies.Add(lowered);
        }

        foreach (var member in family.Members.OrderBy(m => m.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(m => m.SpanStart))
        {
            if (!IsIn(type, member))
                bodies.AddRange(MemberBodies.Of(member, knowledge, cancellationToken));
        }

        var aboutGuards = family.Names.Count == 0;
        var underTest = TypeUnderTest.Of(family.Heir, bodies, null, cancellationToken, calls: true, dispatch: aboutGuards ? target => CallDispatch.RunBy(family.Heir, target) : null);
        var overlap = new OverlapEvidence(underTest, new TypeKnowledge(family.Heir, knowledge.Compilation, knowledge.Options, cancellationToken));
        var judgement = new Judgement(underTest, overlap, new SideBySide(underTest, comesBackToOneThread: false), family.Names) { IsHere = s => s.Node is { } node && IsIn(type, node) };
        return underTest.Flows.Where(f => !IsReplaced(f.Root, aboutGuards ? (f.Root.Key as ISymbol)?.ContainingType ?? type : type, family.Heir))
            .SelectMany(f => (aboutGuards ? RuleCatalog.OfGuardFamilies : RuleCatalog.OfFamilies).SelectMany(r => r.Judge(f, judgement)))
            .Where(f => judgement.IsHere(f.Primary)).ToList();
    }

    private static bool IsIn(INamedTypeSymbol type, SyntaxNode node) =>
        type.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == node.SyntaxTree && r.Span.Contains(node.Span));

    /// <summary>An heir that overrides the member runs it as a part of its own, guard and all, if at all.</summary>
    private static bool IsReplaced(LoweredBody body, INamedTypeSymbol type, INamedTypeSymbol heir) =>
        body.Key is IMethodSymbol { IsStatic: false } method
        && (method.IsVirtual || method.IsOverride)
        && heir.SelfAndBases().TakeWhile(t => !SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, type.OriginalDefinition))
            .Any(t => t.GetMembers(method.Name).Any(m => m is IMethodSymbol { IsOverride: true }));
}
