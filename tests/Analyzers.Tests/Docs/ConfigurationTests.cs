using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Docs;

/// <summary><c>docs/configuration.md</c> has every option with its meaning, default and an example that is understood.</summary>
public sealed class ConfigurationTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "configuration.md")).ReplaceLineEndings("\n");

    /// <summary>The keys.</summary>
    public static TheoryData<string> Keys => [.. Option.All.Select(o => o.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void TheOptionIsDocumented(string key) => Assert.Empty(Missing(Option.All.Single(o => o.Key == key), s_page));

    [Fact]
    public void NoOtherOptionIsDocumented() =>
        Assert.Empty(Regex.Matches(s_page, @"async_state\.\w+").Select(m => m.Value).Except(Option.All.Select(o => o.Key)));

    [Fact]
    public void EveryOptionIsDeclaredInTheList() => Assert.Equal(
        typeof(Option).GetProperties().Where(p => p.PropertyType == typeof(Option)).Select(p => ((Option)p.GetValue(null)!).Key), Option.All.Select(o => o.Key));

    [Fact]
    public void EveryWordIsDocumented() => Assert.All(Option.All.SelectMany(o => o.Words), word => Assert.Contains($"| `{word.Word}` |", s_page));

    [Fact]
    public void EveryLineOfEveryPageIsUnderstood() => Assert.Empty(
        from file in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md")).Append(Repository.PathOf("src", "Package", "README.md"))
        from line in Regex.Matches(File.ReadAllText(file), @"^(async_state\.\w+) = ([^\r\n#]*)", RegexOptions.Multiline)
        where Option.All.FirstOrDefault(o => o.Key == line.Groups[1].Value) is not { } option || option.WrongIn(line.Groups[2].Value).Any()
        select $"{file}: {line.Value}");

    [Theory]
    [InlineData("")]
    [InlineData("## `async_state.test`\n\nWhat it does. Default: empty.\n")]
    [InlineData("## `async_state.test`\n\nWhat it does. Default: empty.\n\n```ini\nasync_state.test = a b\n```\n")]
    [InlineData("## `async_state.test`\n\nWhat it does. Default: `x`.\n\n```ini\nasync_state.test = a\n```\n")]
    [InlineData("## `async_state.test`\n\nDefault: empty.\n\n```ini\nasync_state.test = a\n```\n")]
    public void AGapIsFound(string page) => Assert.NotEmpty(Missing(new Option("async_state.test", OptionKind.Types, "", "What it does."), page));

    private static IEnumerable<string> Missing(Option option, string page)
    {
        var section = page.Split("\n## ").Select(s => s.TrimStart('#', ' ')).FirstOrDefault(s => s.StartsWith($"`{option.Key}`\n", StringComparison.Ordinal));
        if (section is null)
        {
            yield return $"there is no section '## `{option.Key}`'";
            yield break;
        }

        if (!section.Contains(option.Meaning, StringComparison.Ordinal))
            yield return $"it does not say: {option.Meaning}";
        if (!section.Contains($"Default: {(option.Default.Length == 0 ? "empty" : $"`{option.Default}`")}.", StringComparison.Ordinal))
            yield return $"it does not say what the default is: {option.Default}";
        if (Regex.Match(section, $@"^```ini\n{Regex.Escape(option.Key)} = (.+)\n```$", RegexOptions.Multiline) is not { Success: true } example)
            yield return "it has no example";
        else if (option.WrongIn(example.Groups[1].Value).Any())
            yield return $"its example is not understood: {example.Groups[1].Value}";
    }
}
