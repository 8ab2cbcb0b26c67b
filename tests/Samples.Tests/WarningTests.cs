using System.Text.Json;
using System.Text.RegularExpressions;

namespace AsyncStateAnalyzers.Samples.Tests;

/// <summary>What the compiler really said about the samples when it built them.</summary>
public sealed class WarningTests
{
    [Fact]
    public void EveryMarkedLineAndNoOtherIsWarnedAbout() => Assert.Equal(Marks(suggestions: false), Reports("warning"));

    [Fact]
    public void NothingElseIsSaid() => Assert.Equal(Marks(), Reports());

    [Fact]
    public void TheBuildSaysItAsPartOfWhatTheSamplesPrint()
    {
        var (_, lines) = SamplesProgram.Run("11.2.1");
        Assert.Contains(lines, l => Regex.IsMatch(l, @"^    line \d+: warning ASA0101: 's_counter' "));
    }

    [Fact]
    public void TheBrokenFormsThatTheRulesCanSeeAreMarked() => Assert.Equal(
        [
            "11.2.1-RaceCondition/Broken.cs ASA0101",
            "11.2.2-StateCorruption/Broken.cs ASA0103",
            "11.3.1-Lock/Broken.cs ASA0101",
            "11.3.2-Semaphore/Broken.cs ASA0205",
            "11.3.3-Queue/Broken.cs ASA0304",
            "11.4.1-ProducerConsumer/Broken.cs ASA0305",
            "11.5-Event/Broken.cs ASA0502",
            "11.6.1-CriticalSection/Broken.cs ASA0101",
            "11.6.2-LimitedAccess/Broken.cs ASA0101",
            "11.6.2-LimitedAccess/Broken.cs ASA0205",
            "11.7-ImmutableObjects/Broken.cs ASA0302",
            "11.7-ImmutableObjects/Broken.cs ASA0301",
            "11.8-ContextVariables/Broken.cs ASA0403",
            "11.8-ContextVariables/Broken.cs ASA0402",
            "11.9.1-SafeCounter/Broken.cs ASA0101",
            "11.9.2-AsyncCache/Broken.cs ASA0102",
        ],
        Marks().Select(m => Regex.Replace(m, @":\d+", "")));

    /// <summary>What the comments at the ends of lines expect: <c>folder/file:line id</c>.</summary>
    private static string[] Marks(bool suggestions = true) =>
    [
        .. from file in Directory.EnumerateFiles(SamplesProgram.Folder, "*.cs", SearchOption.AllDirectories)
           let name = Path.GetRelativePath(SamplesProgram.Folder, file).Replace('\\', '/')
           where !name.StartsWith("obj/", StringComparison.Ordinal) && !name.StartsWith("bin/", StringComparison.Ordinal)
           from mark in File.ReadLines(file).Select((text, i) => (Match: Regex.Match(text, @"// (ASA\d{4})( as a suggestion)?$"), Line: i + 1))
           where mark.Match.Success && (suggestions || !mark.Match.Groups[2].Success)
           select $"{name}:{mark.Line} {mark.Match.Groups[1].Value}" into expected
           orderby expected
           select expected,
    ];

    private static string[] Reports(string? level = null)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(SamplesProgram.CompilerLog));
        return
        [
            .. from result in log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
               let id = result.GetProperty("ruleId").GetString()!
               where id.StartsWith("ASA", StringComparison.Ordinal) && (level is null || result.GetProperty("level").GetString() == level)
               let place = result.GetProperty("locations")[0].GetProperty("physicalLocation")
               let file = new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath
               let name = Path.GetRelativePath(SamplesProgram.Folder, file).Replace('\\', '/')
               select $"{name}:{place.GetProperty("region").GetProperty("startLine").GetInt32()} {id}" into report
               orderby report
               select report,
        ];
    }
}
