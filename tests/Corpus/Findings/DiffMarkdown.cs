using System.Text;
using AsyncStateAnalyzers.Corpus.Verdicts;

namespace AsyncStateAnalyzers.Corpus.Findings;

/// <summary>A diff as a comment for a reviewer: counts first, then a fair share of examples for every rule and repository, each with its verdict.</summary>
/// <param name="book">The verdicts.</param>
/// <param name="repositories">Where links lead.</param>
internal sealed class DiffMarkdown(VerdictBook book, IReadOnlyList<Repository> repositories)
{
    /// <summary>How many examples a comment holds, divided among the rules by their number of differences.</summary>
    private const int Examples = 50;

    /// <summary>How many each rule may show, however rare it is.</summary>
    private const int FewestPerRule = 5;

    /// <summary>The whole comment.</summary>
    public string Of(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after)
    {
        var all = Difference.Between(before, after);
        var text = new StringBuilder("# Corpus: base and head\n\n");
        text.Append($"{before.Count} rows before, {after.Count} after: {Count(all, Change.Added)} added, {Count(all, Change.Removed)} removed, {Count(all, Change.Changed)} changed.\n");
        text.Append($"Precision of the warnings judged so far: {Share(before)} before, {Share(after)} after.\n");
        if (all.Count == 0)
            return text.Append("\nNothing changed.\n").ToString();
        Table(text, "rule", all.GroupBy(RuleOf));
        Table(text, "repository", all.GroupBy(difference => difference.Row.Repo));
        foreach (var rule in all.GroupBy(RuleOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var shown = InTurn(rule).Take(Math.Max(FewestPerRule, Examples * rule.Count() / all.Count)).ToList();
            text.Append($"\n## {rule.Key}\n\n");
            foreach (var difference in shown)
                Append(text, difference);
            if (shown.Count < rule.Count())
                text.Append($"\n… and {rule.Count() - shown.Count} more.\n");
        }

        return text.ToString();
    }

    private static int Count(IEnumerable<Difference> differences, Change change) => differences.Count(difference => difference.Change == change);

    private static string RuleOf(Difference difference) => difference.Row.State == RowState.Report ? difference.Row.Id : difference.Row.State.ToString();

    private static void Table(StringBuilder text, string what, IEnumerable<IGrouping<string, Difference>> groups)
    {
        text.Append($"\n| {what} | added | removed | changed |\n|---|---:|---:|---:|\n");
        foreach (var group in groups.OrderBy(group => group.Key, StringComparer.Ordinal))
            text.Append($"| {group.Key} | {Count(group, Change.Added)} | {Count(group, Change.Removed)} | {Count(group, Change.Changed)} |\n");
    }

    /// <summary>One of each repository and kind of change, then the second of each: no repository hides another.</summary>
    private static IEnumerable<Difference> InTurn(IEnumerable<Difference> differences) =>
        differences
            .GroupBy(difference => (difference.Change, difference.Row.Repo))
            .SelectMany(group => group.Select((difference, turn) => (difference, turn)))
            .OrderBy(entry => entry.turn)
            .ThenBy(entry => entry.difference.Change)
            .ThenBy(entry => entry.difference.Row.Repo, StringComparer.Ordinal)
            .Select(entry => entry.difference);

    private string Share(IEnumerable<Finding> rows) => Precision.Of(rows.Where(row => row.Severity == "Warning"), book).Share;

    private void Append(StringBuilder text, Difference difference)
    {
        var row = difference.Row;
        text.Append($"- **{difference.Change.ToString().ToLowerInvariant()}** {Place(row)} {row.Severity}, {book.Word(row)}: {row.Message}\n");
        if (difference.Before is { } before)
            text.Append($"  - before {before.Severity}: {before.Message}\n");
    }

    private string Place(Finding row)
    {
        var name = $"`{row.Repo}/{row.File}:{row.Line}`";
        return row.Line > 0 && repositories.FirstOrDefault(repo => repo.Name == row.Repo && repo.Commit == row.Commit) is { } repository ? $"[{name}]({repository.Link(row.File, row.Line)})" : name;
    }
}
