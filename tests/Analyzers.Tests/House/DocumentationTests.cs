using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.House;

/// <summary>Every rule that the analyzer declares has its page, its index row and its release row; and no row names a rule that is not there.</summary>
public sealed class DocumentationTests
{
    private static DiagnosticDescriptor Rule => new("ASA0199", "A pattern", "'{0}' is so", "AsyncState", DiagnosticSeverity.Warning, true, helpLinkUri: "https://example/docs/rules/ASA0199.md");

    private static IEnumerable<DiagnosticDescriptor> Rules => AnalyzerRunner.Descriptors;

    private static string Index => File.ReadAllText(Repository.PathOf("docs", "rules", "README.md"));

    private static string Releases =>
        File.ReadAllText(Repository.PathOf("src", "Analyzers", "AnalyzerReleases.Shipped.md")) + File.ReadAllText(Repository.PathOf("src", "Analyzers", "AnalyzerReleases.Unshipped.md"));

    [Fact]
    public void EveryRuleIsDocumented()
    {
        var missing = Rules.SelectMany(rule => Conventions.OfDocumentation(rule, Page(rule.Id), Index, Releases)).ToList();

        Assert.NotEmpty(Rules);
        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }

    [Fact]
    public void IdsAreUnique() => Assert.Equal(Rules.Select(rule => rule.Id).Distinct(), Rules.Select(rule => rule.Id));

    [Fact]
    public void NoReleaseRowNamesARuleThatIsNotThere() => Assert.Empty(Conventions.Ids(Releases).Except(Rules.Select(rule => rule.Id)));

    [Fact]
    public void NoPageDescribesARuleThatIsNotThere() => Assert.Empty(
        Directory.GetFiles(Repository.PathOf("docs", "rules"), "ASA*.md").Select(Path.GetFileNameWithoutExtension).Except(Rules.Select(rule => rule.Id)));

    [Fact]
    public void PresetsThatTurnRulesDownNameEveryRule() => Assert.All(
        new[] { "off", "tests" },
        preset => Assert.Empty(Rules.Select(rule => rule.Id).Except(Conventions.Ids(File.ReadAllText(Repository.PathOf("src", "Package", "presets", preset + ".globalconfig"))))));

    [Fact]
    public void CompleteDocumentationIsAccepted() =>
        Assert.Empty(Conventions.OfDocumentation(Rule, "# ASA0199: A pattern\n", "| [ASA0199](ASA0199.md) | A pattern |", "ASA0199 | AsyncState | Warning | A pattern\n"));

    [Theory]
    [InlineData(null, "| [ASA0199](ASA0199.md) | A pattern |", "ASA0199 | AsyncState | Warning | A pattern")]
    [InlineData("# ASA0199: Another pattern", "| [ASA0199](ASA0199.md) | A pattern |", "ASA0199 | AsyncState | Warning | A pattern")]
    [InlineData("# ASA0199: A pattern", "| [ASA0198](ASA0198.md) | A pattern |", "ASA0199 | AsyncState | Warning | A pattern")]
    [InlineData("# ASA0199: A pattern", "| [ASA0199](ASA0199.md) | Another pattern |", "ASA0199 | AsyncState | Warning | A pattern")]
    [InlineData("# ASA0199: A pattern", "| [ASA0199](ASA0199.md) | A pattern |", "ASA0199 | AsyncState | Info | A pattern")]
    [InlineData("# ASA0199: A pattern", "| [ASA0199](ASA0199.md) | A pattern |", "")]
    public void MissingDocumentationIsFound(string? page, string index, string releases) => Assert.Single(Conventions.OfDocumentation(Rule, page, index, releases));

    private static string? Page(string id) => Repository.PathOf("docs", "rules", id + ".md") is var path && File.Exists(path) ? File.ReadAllText(path) : null;
}
