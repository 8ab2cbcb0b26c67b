using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Reporting;

/// <summary>
/// One mistake, one report.
/// 0. What rests on weaker evidence than the file's <c>async_state.overlap</c> asks for is no report.
/// 1. A place (file and line) is reported once; the rule that stands first in the catalogue keeps it, unless a rule of another family has
///    something stronger to say. Rules of one family look at one mistake, and the first of them knows most about it.
/// 2. One early check that decides several late writes of one location is reported at the first of them.
/// 3. What other rules find at the other end of a mistake is that mistake (<see cref="Finding.Twin"/>).
/// 4. What is left is reported in source order, so that the output does not depend on which body came first.
/// </summary>
internal static class FindingSink
{
    /// <summary>The findings to report.</summary>
    /// <param name="findings">In the order of the catalogue.</param>
    /// <param name="options">What is set for the files; null for nothing.</param>
    public static IReadOnlyList<Finding> Choose(IEnumerable<Finding> findings, Options? options = null)
    {
        var all = findings.ToList();
        var twins = new HashSet<(AccessPath, Site)>(all.Where(f => f.Twin is not null).Select(f => (f.Path, f.Twin!)));
        var byLine = new Dictionary<(SyntaxTree?, int), Finding>();
        foreach (var finding in all)
        {
            if (finding.Twin is null && twins.Contains((finding.Path, finding.Primary)))
                continue;
            if (finding.Evidence.Strength < (options ?? Options.None).In(finding.Primary.Node?.SyntaxTree).Overlap)
                continue;
            var key = Line(finding.Primary);
            if (!byLine.TryGetValue(key, out var known))
                byLine.Add(key, finding);
            else if (finding.Severity > known.Severity && (finding.RuleId == known.RuleId || FamilyOf(finding) != FamilyOf(known)))
                byLine[key] = finding;
        }

        var result = new List<Finding>();
        var seen = new HashSet<(string, AccessPath, Site)>();
        foreach (var finding in byLine.Values.OrderBy(f => f.Primary.Node?.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(f => f.Primary.Start).ThenBy(f => f.RuleId, StringComparer.Ordinal))
        {
            if (seen.Add((finding.RuleId, finding.Path, finding.Trail.Read)))
                result.Add(finding);
        }

        return result;
    }

    /// <summary>The first digits of the id: <c>01</c> for state, <c>02</c> for guards.</summary>
    private static string FamilyOf(Finding finding) => finding.RuleId.Substring(finding.RuleId.Length - 4, 2);

    private static (SyntaxTree? Tree, int Line) Line(Site site) =>
        site.Node is null ? (null, site.GetHashCode()) : (site.Node.SyntaxTree, site.Location.GetLineSpan().StartLinePosition.Line);
}
