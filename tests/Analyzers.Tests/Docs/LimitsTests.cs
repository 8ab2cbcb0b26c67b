using System.Reflection;
using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Docs;

/// <summary><c>docs/limits.md</c> lists the known errors, and nothing else. Run the tests with <c>ASA_BLESS=1</c> to write it anew.</summary>
public sealed class LimitsTests
{
    private static IEnumerable<MethodInfo> KnownErrors =>
        typeof(LimitsTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .Where(m => m.Name.StartsWith(KnownErrorAttribute.Missed, StringComparison.Ordinal) || m.Name.StartsWith(KnownErrorAttribute.False, StringComparison.Ordinal))
            .OrderBy(m => m.Name, StringComparer.Ordinal);

    [Fact]
    public void EveryKnownErrorSaysWhatItShows() =>
        Assert.Empty(KnownErrors.Where(m => m.GetCustomAttribute<KnownErrorAttribute>() is null).Select(m => m.Name));

    [Fact]
    public void OnlyKnownErrorsAreNamedSo() => Assert.Empty(
        typeof(LimitsTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttribute<KnownErrorAttribute>() is not null).Except(KnownErrors).Select(m => m.Name));

    [Fact]
    public void TheListIsUpToDate()
    {
        var path = Repository.PathOf("docs", "limits.md");
        var expected = Write();
        if (Environment.GetEnvironmentVariable("ASA_BLESS") == "1")
            File.WriteAllText(path, expected);
        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Write() =>
        $"""
        # Limits

        What the analyzers get wrong, as far as we know. Every line is a test that holds today; when it turns, it leaves this list.
        This page is made from the tests: `ASA_BLESS=1 dotnet test tests/Analyzers.Tests` writes it anew.

        ## Missed alarms

        {List(KnownErrorAttribute.Missed)}

        ## False alarms

        {List(KnownErrorAttribute.False)}

        """.ReplaceLineEndings("\n");

    private static string List(string prefix) => string.Join("\n", KnownErrors
        .Where(m => m.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(m => $"- **{Words(m.Name[prefix.Length..])}**: {m.GetCustomAttribute<KnownErrorAttribute>()?.Sentence}")
        .DefaultIfEmpty("None known."));

    /// <summary><c>LockReleasedInACallee</c> as "Lock released in a callee".</summary>
    private static string Words(string name) => Regex.Replace(name, "(?<!^)[A-Z]", m => " " + m.Value.ToLowerInvariant());
}
