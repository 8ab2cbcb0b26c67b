using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.CodeFixes.Tests.Pages;

/// <summary>Does what a rule page says, and tells where it is wrong.</summary>
internal static class PageChecker
{
    /// <summary>
    /// What is not as the page says, a sentence each; none for a right page. A <c>bad</c> fence has the page's rule on the marked
    /// lines and nothing else; an <c>ok</c> fence nothing from any rule; a <c>fixed</c> fence is what the first fix that is offered
    /// for the <c>bad</c> fence before it makes of it; a <c>limit</c> fence behaves as its marks say.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(RulePage page)
    {
        var problems = new List<string>();
        if (page.RuleId.Length == 0)
            problems.Add("the title is not '# ASAnnnn: name'");
        foreach (var kind in KindsNeeded(page).Except(page.Fences.Select(f => f.Kind)))
            problems.Add($"there is no fence 'csharp {kind}'");

        PageFence? bad = null;
        foreach (var fence in page.Fences)
        {
            problems.AddRange((await ProblemsAsync(page, fence, bad)).Select(problem => $"line {fence.Line}, {fence.Kind}: {problem}"));
            bad = fence.Kind == "bad" ? fence : bad;
        }

        if (bad is not null && page.Fences.All(f => f.Kind != "fixed") && await FirstFix.ApplyAsync(bad.Code) is not null)
            problems.Add("there is no fence 'csharp fixed', although a fix is offered");
        return problems;
    }

    /// <summary>A rule of the family 00 speaks of the analysis itself, and has no code to show.</summary>
    private static string[] KindsNeeded(RulePage page) =>
        page.RuleId.StartsWith("ASA00", StringComparison.Ordinal) ? [] : ["bad", "ok", "limit"];

    private static async Task<IEnumerable<string>> ProblemsAsync(RulePage page, PageFence fence, PageFence? bad)
    {
        var compilation = AnalyzerRunner.Compile(("Page.cs", fence.Code));
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"does not compile: {d}").ToList();
        if (errors.Count > 0)
            return errors;

        var problems = new List<string>();
        var reported = AnalyzerRunner.Run(compilation).Where(r => r.Severity >= DiagnosticSeverity.Info).ToList();
        var lines = reported.Select(r => (Line: r.Location.GetLineSpan().StartLinePosition.Line + 1, r.Id)).ToList();
        problems.AddRange(lines.Except(fence.Reported).Select(r => $"line {r.Line} of the code has {r.Id}, which is not marked"));
        problems.AddRange(fence.Reported.Except(lines).Select(r => $"line {r.Line} of the code is marked {r.Id}, which is not reported"));
        switch (fence.Kind)
        {
            case "bad":
                if (fence.Reported.IsEmpty || fence.Reported.Any(r => r.Id != page.RuleId))
                    problems.Add("must have marks, all of the page's rule");
                break;
            case "ok":
                if (!fence.Reported.IsEmpty || !fence.Missed.IsEmpty)
                    problems.Add("must have no marks");
                break;
            case "fixed":
                problems.AddRange(bad is null ? ["there is no bad fence before it"] : await DifferenceAsync(bad, fence));
                break;
            case "limit":
                if (fence.Reported.IsEmpty && fence.Missed.IsEmpty)
                    problems.Add("must have a mark, '// missed: …' or '// false alarm: …'");
                break;
            default:
                problems.Add("is of no known kind");
                break;
        }

        return problems;
    }

    private static async Task<IEnumerable<string>> DifferenceAsync(PageFence bad, PageFence expected)
    {
        var made = await FirstFix.ApplyAsync(bad.Code);
        return made == expected.Code ? [] : [$"the first fix makes of the bad code before it:\n{made ?? "(no fix is offered)"}"];
    }
}
