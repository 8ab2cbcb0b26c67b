using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Rules;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Reporting;

/// <summary>From the lowered bodies of a type to its diagnostics.</summary>
internal static class TypeAnalysis
{
    /// <summary>Flow, judgement and choice for one type.</summary>
    /// <param name="type">The type; null for hand-built bodies.</param>
    /// <param name="compilation">Where registrations are looked for; null for hand-built bodies.</param>
    /// <param name="bodies">The members' bodies, in any order.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    public static TypeReport Run(INamedTypeSymbol? type, Compilation? compilation, IEnumerable<LoweredBody> bodies, CancellationToken cancellationToken)
    {
        // Blocks arrive in any order; the analysis sees them in source order, so that its output is always the same.
        var members = bodies
            .OrderBy(b => b.Site.Node?.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(b => b.Site.Start)
            .ToList();
        var underTest = TypeUnderTest.Of(type, members, cancellationToken);
        var knowledge = type is not null && compilation is not null ? new TypeKnowledge(type, compilation) : null;
        var judgement = new Judgement(underTest, new OverlapEvidence(underTest, knowledge));
        var findings = new List<Finding>();
        foreach (var rule in RuleCatalog.All)
        {
            foreach (var flow in underTest.Flows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                findings.AddRange(rule.Judge(flow, judgement));
            }
        }

        var gaveUp = underTest.Flows.Where(f => f.GaveUp || (f.Root.Traits & BodyTraits.GaveUp) != 0).Select(f => f.Root).ToList();
        return new TypeReport(FindingSink.Choose(findings), gaveUp);
    }
}

/// <summary>What is to be said of a type.</summary>
/// <param name="Findings">The mistakes, in source order.</param>
/// <param name="GaveUp">The bodies of which nothing is known.</param>
internal sealed record TypeReport(IReadOnlyList<Finding> Findings, IReadOnlyList<LoweredBody> GaveUp);
