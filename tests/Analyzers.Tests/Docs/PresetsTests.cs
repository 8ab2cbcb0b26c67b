using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Docs;

/// <summary><c>docs/presets.md</c> says what the presets of the package set.</summary>
public sealed class PresetsTests
{
    private static readonly string[] s_page = File.ReadAllLines(Repository.PathOf("docs", "presets.md"));

    private static readonly string[] s_files = [.. Directory.EnumerateFiles(Repository.PathOf("src", "Package", "presets"), "*.globalconfig").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>The names of the presets.</summary>
    public static TheoryData<string> Presets => [.. s_files];

    private static IReadOnlyList<string> Named => [.. Cells(s_page.Single(l => l.StartsWith("| | `", StringComparison.Ordinal))).Skip(1).Select(c => c.Trim('`'))];

    private static Dictionary<string, IReadOnlyList<string>> Rows =>
        s_page.Where(l => Regex.IsMatch(l, @"^\| (ASA\d{4}|async_state\.\w+) \|")).ToDictionary(l => Cells(l)[0], l => (IReadOnlyList<string>)[.. Cells(l).Skip(1)]);

    [Theory]
    [MemberData(nameof(Presets))]
    public void TheColumnOfThePresetIsWhatItsFileSets(string preset)
    {
        var file = File.ReadAllText(Repository.PathOf("src", "Package", "presets", preset + ".globalconfig"));
        var column = Named.ToList().IndexOf(preset);
        Assert.All(Rows, row => Assert.Equal(
            Regex.Match(file, $@"^(?:dotnet_diagnostic\.{row.Key}\.severity|{Regex.Escape(row.Key)}) = (\w+)\r?$", RegexOptions.Multiline) is { Success: true } set ? set.Groups[1].Value : "default",
            row.Value[column]));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void EveryOptionOfThePresetIsUnderstoodAndHasARow(string preset)
    {
        var set = Regex.Matches(File.ReadAllText(Repository.PathOf("src", "Package", "presets", preset + ".globalconfig")), @"^(async_state\.\w+) = (.*?)\r?$", RegexOptions.Multiline);
        Assert.All(set, line => Assert.Empty(Option.All.Single(o => o.Key == line.Groups[1].Value).WrongIn(line.Groups[2].Value)));
        Assert.Empty(set.Select(line => line.Groups[1].Value).Except(Rows.Keys));
    }

    [Fact]
    public void ThePageNamesThePresetsAndNoOther() => Assert.Equal(s_files, Named.Order(StringComparer.Ordinal));

    [Fact]
    public void EveryPresetIsExplained() => Assert.All(Named, preset => Assert.Contains(s_page, l => l.StartsWith($"* **`{preset}`**", StringComparison.Ordinal)));

    [Fact]
    public void EveryRuleHasARow() => Assert.Empty(AnalyzerRunner.Descriptors.Select(d => d.Id).Except(Rows.Keys));

    private static IReadOnlyList<string> Cells(string row) => [.. row[1..].TrimEnd('|', ' ').Split('|').Select(c => c.Trim())];
}
