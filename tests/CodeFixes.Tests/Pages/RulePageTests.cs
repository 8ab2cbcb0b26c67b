using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.CodeFixes.Tests.Pages;

/// <summary>The pages of <c>docs/rules</c> say what the analyzers do.</summary>
public sealed class RulePageTests
{
    private static readonly string s_folder = Repository.PathOf("docs", "rules");

    /// <summary>The pages, by file name.</summary>
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(s_folder, "ASA*.md").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task ThePageIsTrue(string page)
    {
        var problems = await PageChecker.ProblemsAsync(Read(page));
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void TheNameOfThePageIsItsRule(string page) => Assert.Equal(Path.GetFileNameWithoutExtension(page), Read(page).RuleId);

    [Theory]
    [MemberData(nameof(Pages))]
    public void ThePageAnswersTheQuestionsInTheUsualOrder(string page) => Assert.Equal(
        "When it is reported; When it stays silent, and why; How to fix; Known limits; Configure",
        string.Join("; ", Read(page).Headings));

    [Theory]
    [MemberData(nameof(Pages))]
    public void ThePageIsLongEnoughToConvinceAndShortEnoughToRead(string page) =>
        Assert.InRange(File.ReadAllLines(Path.Combine(s_folder, page)).Length, page.StartsWith("ASA00", StringComparison.Ordinal) ? 20 : 60, 120);

    private static RulePage Read(string page) => RulePage.Parse(File.ReadAllText(Path.Combine(s_folder, page)));
}
