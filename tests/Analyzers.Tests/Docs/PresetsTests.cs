using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Docs;

/// <summary><c>docs/presets.md</c> says what the presets of the package set.</summary>
public sealed class PresetsTests
{
    private static readonly string[] s_page = File.ReadAllLines(Repository.PathOf("docs", "presets.md"));

    /// <summary>The names of the presets.</summary>
    public static TheoryData<string> Presets =>
        [.. Directory.EnumerateFiles(Repository.PathOf("src", "Package", "presets"), "*.globalconfig").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void TheRowOfThePresetIsWhatItsFileSets(string preset)
    {
        var file = File.ReadAllText(Repository.PathOf("src", "Package", "presets", preset + ".globalconfig"));
        var expected = Cells(s_page.Single(l => l.StartsWith("| preset |", StringComparison.Ordinal))).Skip(2)
            .Select(id => Regex.Match(file, $@"^dotnet_diagnostic\.{id}\.severity = (\w+)\r?$", RegexOptions.Multiline) is { Success: true } set ? set.Groups[1].Value : "default");
        Assert.Equal(expected, Cells(s_page.Single(l => l.StartsWith($"| `{preset}` |", StringComparison.Ordinal))).Skip(2));
    }

    [Fact]
    public void ThePageNamesNoOtherPreset() =>
        Assert.Equal(Presets.Count, s_page.Count(l => l.StartsWith("| `", StringComparison.Ordinal)));

    [Fact]
    public void EveryRuleHasAColumn() => Assert.Empty(
        AnalyzerRunner.Descriptors.Select(d => d.Id).Except(Cells(s_page.Single(l => l.StartsWith("| preset |", StringComparison.Ordinal)))));

    private static IEnumerable<string> Cells(string row) => row.Trim('|', ' ').Split('|').Select(c => c.Trim());
}
