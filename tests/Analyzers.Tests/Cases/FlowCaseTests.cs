using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>The small programs of <c>Cases/flow</c>: what is marked is reported, what is not marked is silent.</summary>
public sealed class FlowCaseTests
{
    private static CaseFolder Folder => CaseFolder.Flow;

    /// <summary>The programs that are wrong.</summary>
    public static TheoryData<string> Racy => [.. Folder.Unexceptional.Where(c => c.IsRacy).Select(c => c.Name)];

    /// <summary>The programs that are right.</summary>
    public static TheoryData<string> Safe => [.. Folder.Unexceptional.Where(c => !c.IsRacy).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Racy))]
    public void TheMarkedLineIsReported(string name) => Assert.True(Folder.Finds(Folder[name]), Folder.Describe(Folder[name]));

    [Theory]
    [MemberData(nameof(Safe))]
    public void NothingIsReported(string name) => Assert.True(!Folder.ReportsIn(Folder[name]).Any(), Folder.Describe(Folder[name]));

    [Fact]
    public void AtLeast95PercentOfTheMistakesAreFound()
    {
        var racy = Folder.Compilable.Where(c => c.IsRacy).ToList();
        Assert.InRange(racy.Count(Folder.Finds), (int)Math.Ceiling(0.95 * racy.Count), racy.Count);
    }

    [Fact]
    public void AtMostTwoOfTheRightProgramsAreReported() =>
        Assert.InRange(Folder.Compilable.Count(c => !c.IsRacy && Folder.ReportsIn(c).Any()), 0, 2);

    [Fact]
    public void EveryCaseCompiles() => Assert.Empty(
        AnalyzerRunner.Compile(Folder.Compilable.Select(c => (c.Name, c.Text))).GetDiagnostics().Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));

    [Fact]
    public void NoLineIsReportedTwice() => Assert.Empty(
        CaseFolder.Flow.Compilable.SelectMany(CaseFolder.Flow.ReportsIn)
            .Concat(CaseFolder.RealReadModifyWrite.Compilable.SelectMany(CaseFolder.RealReadModifyWrite.ReportsIn))
            .GroupBy(r => (r.Location.GetLineSpan().Path, r.Location.GetLineSpan().StartLinePosition.Line))
            .Where(line => line.Count() > 1)
            .Select(line => $"{line.Key.Path}({line.Key.Line + 1}): {string.Join(", ", line.Select(r => r.Id))}"));
}
