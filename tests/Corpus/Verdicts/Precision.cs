using System.Globalization;
using AsyncStateAnalyzers.Corpus.Findings;

namespace AsyncStateAnalyzers.Corpus.Verdicts;

/// <summary>How many of some reports a reviewer wants.</summary>
/// <param name="Welcome">Judged, and welcome.</param>
/// <param name="Harmless">Judged: it can happen, and nothing comes of it.</param>
/// <param name="False">Judged: it cannot happen.</param>
/// <param name="Unjudged">Nobody has looked yet.</param>
internal sealed record Precision(int Welcome, int Harmless, int False, int Unjudged)
{
    /// <summary>The share of the welcome among the judged, in per cent; null where none is judged.</summary>
    public double? Percent => Welcome + Harmless + False is > 0 and var judged ? 100.0 * Welcome / judged : null;

    /// <summary>The share as text.</summary>
    public string Share => Percent is { } percent ? percent.ToString("F1", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>Counts the reports among these rows.</summary>
    public static Precision Of(IEnumerable<Finding> rows, VerdictBook book)
    {
        var (welcome, harmless, wrong, unjudged) = (0, 0, 0, 0);
        foreach (var row in rows.Where(row => row.State == RowState.Report))
        {
            switch (book.On(row))
            {
                case null: unjudged++; break;
                case { IsWelcome: true }: welcome++; break;
                case { Judgement: Judgement.False }: wrong++; break;
                default: harmless++; break;
            }
        }

        return new Precision(welcome, harmless, wrong, unjudged);
    }

    /// <summary>A table: per severity, rule and repository, then all, then the mechanisms behind the unwanted warnings.</summary>
    public static string Table(IReadOnlyList<Finding> rows, VerdictBook book)
    {
        var lines = new List<string> { "| severity | what | wanted | harmless | false | not judged | precision |", "|---|---|---:|---:|---:|---:|---:|" };
        foreach (var severity in rows.Where(row => row.State == RowState.Report).GroupBy(row => row.Severity).OrderByDescending(group => group.Key, StringComparer.Ordinal))
        {
            foreach (var rule in severity.GroupBy(row => row.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
                lines.Add(Of(rule, book).Line(severity.Key, rule.Key));
            foreach (var repo in severity.GroupBy(row => row.Repo).OrderBy(group => group.Key, StringComparer.Ordinal))
                lines.Add(Of(repo, book).Line(severity.Key, repo.Key));
            lines.Add(Of(severity, book).Line(severity.Key, "**all**"));
        }

        foreach (var mechanism in Unwanted(rows, book))
            lines.Add(mechanism);
        foreach (var state in rows.Where(row => row.State != RowState.Report).GroupBy(row => row.State).OrderBy(group => group.Key))
            lines.Add($"| {state.Key} | {state.Count()} rows | | | | | |");
        return string.Join('\n', lines);
    }

    /// <summary>What would have silenced the unwanted warnings, the most frequent first.</summary>
    private static IEnumerable<string> Unwanted(IEnumerable<Finding> rows, VerdictBook book) =>
        from row in rows
        where row is { State: RowState.Report, Severity: "Warning" }
        let verdict = book.On(row)
        where verdict is { IsWelcome: false }
        group verdict by verdict.Kind into kind
        orderby kind.Count() descending, kind.Key
        select $"| unwanted | {kind.Key} | | {kind.Count(verdict => verdict.Judgement == Judgement.Harmless)} | {kind.Count(verdict => verdict.Judgement != Judgement.Harmless)} | | |";

    private string Line(string severity, string what) => $"| {severity} | {what} | {Welcome} | {Harmless} | {False} | {Unjudged} | {Share} |";
}
