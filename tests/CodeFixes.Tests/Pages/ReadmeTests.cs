using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.CodeFixes.Tests.Pages;

/// <summary>What README.md shows of the package is what it does. Run with <c>ASA_BLESS=1</c> to write a changed warning into it.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string s_text = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");
    private static readonly string[] s_fences = [.. Fence().Matches(s_text).Select(m => m.Groups[1].Value)];

    [Fact]
    public void TheFirstExampleHasTheWarningThatStandsBelowIt()
    {
        var report = Assert.Single(AnalyzerRunner.Run(AnalyzerRunner.Compile(("Account.cs", s_fences[0]))));
        var place = report.Location.GetLineSpan().StartLinePosition;
        var said = $"Account.cs({place.Line + 1},{place.Character + 1}): {report.Severity.ToString().ToLowerInvariant()} {report.Id}: {report.GetMessage()}\n";
        if (Environment.GetEnvironmentVariable("ASA_BLESS") == "1")
            File.WriteAllText(Repository.PathOf("README.md"), s_text.Replace(s_fences[1], said, StringComparison.Ordinal));
        Assert.Equal(said, Fence().Matches(File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n"))[1].Groups[1].Value);
    }

    [Fact]
    public async Task TheFirstFixMakesTheStatementsThatStandBelowIt() =>
        Assert.Contains("    {\n" + s_fences[2] + "    }\n", await FirstFix.ApplyAsync(s_fences[0]));

    [Fact]
    public void TheTableOfRulesNamesAllOfThem() => Assert.Equal(
        AnalyzerRunner.Descriptors.Select(d => d.Id).Order(StringComparer.Ordinal),
        Row().Matches(s_text).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryFileItLinksToIsThere() => Assert.All(
        Link().Matches(s_text).Select(m => m.Groups[1].Value), path => Assert.True(Path.Exists(Repository.PathOf(path.Split('/'))), path));

    [GeneratedRegex(@"^```(?:csharp)?\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| \[(ASA\d{4})\]", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\(([^):#]+)\)")]
    private static partial Regex Link();
}
