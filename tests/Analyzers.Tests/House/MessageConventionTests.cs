using System.Globalization;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.House;

/// <summary>One sentence, no final period: what, where, why, quoting code. Checked on the formats and on what is really said about the cases.</summary>
public sealed class MessageConventionTests
{
    [Fact]
    public void EveryFormatKeepsTheConvention()
    {
        var wrong = AnalyzerRunner.Descriptors
            .SelectMany(rule => Conventions.OfMessage(rule.MessageFormat.ToString(CultureInfo.InvariantCulture)).Concat(Conventions.OfTitle(rule.Title.ToString(CultureInfo.InvariantCulture))).Select(text => rule.Id + " " + text))
            .ToList();

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void EveryMessageAboutTheCasesKeepsTheConvention()
    {
        var messages = Directory.GetFiles(Repository.PathOf("tests", "Analyzers.Tests", "Cases", "flow"), "*.cs")
            .SelectMany(file => AnalyzerRunner.Run(File.ReadAllText(file)))
            .Select(report => report.GetMessage(CultureInfo.InvariantCulture))
            .ToList();
        var wrong = messages.SelectMany(Conventions.OfMessage).Concat(messages.Where(text => text.Length > 400).Select(text => "is longer than anybody reads: " + text)).ToList();

        Assert.NotEmpty(messages);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("'_n' is written from a value read before 'await F()'")]
    [InlineData("'_n' is written from a value read before 'await F()'; another call of 'Add' can change it meanwhile (registered as a singleton in 'Program')")]
    [InlineData("'_names' is read before 'await Log(\"Done. Next\")'")]
    public void GoodMessageIsAccepted(string message) => Assert.Empty(Conventions.OfMessage(message));

    [Theory]
    [InlineData("'_n' is written late.")]
    [InlineData("'_n' is written late. Read it again")]
    [InlineData("'_n' is written late\nand stale")]
    [InlineData("'_n is written late, and '_m' too")]
    [InlineData("_n is written late")]
    public void BadMessageIsFound(string message) => Assert.NotEmpty(Conventions.OfMessage(message));

    [Theory]
    [InlineData("Avoid stale writes")]
    [InlineData("Stale write after await.")]
    [InlineData("stale write")]
    public void BadTitleIsFound(string title) => Assert.NotEmpty(Conventions.OfTitle(title));
}
