using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.House;

/// <summary>What every rule owes its readers. Each check answers with what is missing, as text.</summary>
internal static class Conventions
{
    /// <summary>What is wrong with a message or its format: it is one sentence without a final period, on one line, with quotes in pairs.</summary>
    public static IEnumerable<string> OfMessage(string text)
    {
        if (text.EndsWith('.') || text.EndsWith('!'))
            yield return "ends in a period: " + text;
        if (Regex.IsMatch(WithoutCode(text), @"[.!?] +[A-Z]"))
            yield return "is more than one sentence: " + text;
        if (text.Contains('\n') || text.Trim() != text)
            yield return "is not one line: " + text;
        if (WithoutCode(text).Contains('\''))
            yield return "has a quote without its pair: " + text;
        if (!text.Contains('\''))
            yield return "quotes no code: " + text;
    }

    /// <summary>What is wrong with a title: the pattern and not the remedy, without final period or code.</summary>
    public static IEnumerable<string> OfTitle(string title)
    {
        if (title.EndsWith('.') || title.Contains('\'') || title.Contains('{'))
            yield return "is more than the name of a pattern: " + title;
        if (!char.IsUpper(title[0]))
            yield return "does not begin like a sentence: " + title;
        if (Regex.IsMatch(title, "^(Do not|Don't|Avoid|Use|Consider|Ensure) "))
            yield return "names the remedy: " + title;
    }

    /// <summary>What the documentation lacks for a rule.</summary>
    /// <param name="rule">The rule's descriptor.</param>
    /// <param name="page">The text of docs/rules/{id}.md; null if there is none.</param>
    /// <param name="index">The text of docs/rules/README.md.</param>
    /// <param name="releases">The texts of both AnalyzerReleases files.</param>
    public static IEnumerable<string> OfDocumentation(DiagnosticDescriptor rule, string? page, string index, string releases)
    {
        var title = rule.Title.ToString(CultureInfo.InvariantCulture);
        if (page is null)
            yield return $"docs/rules/{rule.Id}.md is missing";
        else if (page.Split('\n')[0].Trim() is var head && !(head.StartsWith($"# {rule.Id}", StringComparison.Ordinal) && head.EndsWith(title, StringComparison.Ordinal)))
            yield return $"docs/rules/{rule.Id}.md begins with '{head}', not with '# {rule.Id}' and '{title}'";
        if (!index.Split('\n').Any(row => row.StartsWith($"| [{rule.Id}]({rule.Id}.md) |", StringComparison.Ordinal) && row.Contains(title, StringComparison.Ordinal)))
            yield return $"docs/rules/README.md has no row '| [{rule.Id}]({rule.Id}.md) | …{title}…'";
        if (releases.Split('\n').Count(row => row.TrimEnd() == $"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {title}") != 1)
            yield return $"the AnalyzerReleases files have not one row '{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {title}'";
        if (!rule.HelpLinkUri.EndsWith($"/docs/rules/{rule.Id}.md", StringComparison.Ordinal))
            yield return $"the help link of {rule.Id} is '{rule.HelpLinkUri}'";
    }

    /// <summary>The ids that a text names as links or rows.</summary>
    public static IEnumerable<string> Ids(string text) => Regex.Matches(text, @"\bASA\d{4}\b").Select(match => match.Value).Distinct();

    private static string WithoutCode(string text) => Regex.Replace(text, @"(?<!\w)'[^']*'(?!\w)", "");
}
