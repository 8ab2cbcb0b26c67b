using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.Tests.Reporting;

/// <summary>One mistake, one report. Findings stand at statements of a small file and are named by them.</summary>
public sealed class FindingSinkTests
{
    private const string Write = "ASA0101";
    private const string Check = "ASA0102";

    private static readonly SyntaxNode s_file = Parse("A.cs");
    private static readonly SyntaxNode s_other = Parse("B.cs");

    [Fact]
    public void TheEarlierRuleKeepsTheLine() => Chosen("ASA0101 w1", Finding(Write, "r1", "w1"), Finding(Check, "r2", "w1"));

    [Fact]
    public void TwoPlacesOnOneLineAreOneReport() => Chosen("ASA0101 w1", Finding(Write, "r1", "w1"), Finding(Check, "r2", "w1b"));

    [Fact]
    public void OfOneRuleTheStrongerSeverityKeepsTheLine() => Assert.Equal(
        DiagnosticSeverity.Warning,
        FindingSink.Choose([Finding(Write, "r1", "w1", DiagnosticSeverity.Info), Finding(Write, "r2", "w1", DiagnosticSeverity.Warning)]).Single().Severity);

    [Fact]
    public void OfOneRuleTheWeakerSeverityDoesNotTakeTheLine() => Assert.Equal(
        DiagnosticSeverity.Warning,
        FindingSink.Choose([Finding(Write, "r1", "w1", DiagnosticSeverity.Warning), Finding(Write, "r2", "w1", DiagnosticSeverity.Info)]).Single().Severity);

    [Fact]
    public void TheStrongerSeverityOfAnotherFamilyTakesTheLine() =>
        Chosen("ASA0204 w1", Finding(Write, "r1", "w1", DiagnosticSeverity.Info), Finding("ASA0204", "r2", "w1", DiagnosticSeverity.Warning));

    [Fact]
    public void InOneFamilyTheEarlierRuleKeepsTheLineWithLessAsWell() =>
        Chosen("ASA0101 w1", Finding(Write, "r1", "w1", DiagnosticSeverity.Info), Finding(Check, "r2", "w1", DiagnosticSeverity.Warning));

    [Fact]
    public void OneCheckThatDecidesSeveralWritesIsReportedAtTheFirst() =>
        Chosen("ASA0102 w1", Finding(Check, "r1", "w2"), Finding(Check, "r1", "w1"), Finding(Check, "r1", "w3"));

    [Fact]
    public void TwoChecksAreTwoReports() => Chosen("ASA0102 w1, ASA0102 w2", Finding(Check, "r1", "w1"), Finding(Check, "r2", "w2"));

    [Fact]
    public void OneCheckOverTwoLocationsIsTwoReports() =>
        Chosen("ASA0102 w1, ASA0102 w2", Finding(Check, "r1", "w1"), Finding(Check, "r1", "w2", path: "other"));

    [Fact]
    public void TwoRulesOnTwoLinesAreTwoReports() => Chosen("ASA0102 w1, ASA0101 w2", Finding(Write, "r1", "w2"), Finding(Check, "r1", "w1"));

    [Fact]
    public void TheOutputIsInSourceOrder() =>
        Chosen("ASA0101 w1, ASA0101 w2, ASA0101 w3", Finding(Write, "r3", "w3"), Finding(Write, "r1", "w1"), Finding(Write, "r2", "w2"));

    [Fact]
    public void TheSameLineOfTwoFilesIsTwoReportsInOrderOfTheFiles() => Assert.Equal(
        "A.cs, B.cs",
        string.Join(", ", FindingSink.Choose([Finding(Write, "r1", "w1", file: s_other), Finding(Write, "r1", "w1")]).Select(f => f.Primary.Node!.SyntaxTree.FilePath)));

    [Fact]
    public void WithoutFindingsThereIsNothing() => Assert.Empty(FindingSink.Choose([]));

    private static void Chosen(string reports, params Finding[] findings) => Assert.Equal(
        reports,
        string.Join(", ", FindingSink.Choose(findings).Select(f => $"{f.RuleId} {f.Primary.Node}")));

    private static Finding Finding(string rule, string read, string write, DiagnosticSeverity severity = DiagnosticSeverity.Warning, string path = "_n", SyntaxNode? file = null) => new(
        rule,
        AccessPath.Of(PathRoot.This).Append(new PathStep(path, path)),
        At(write, file),
        new Trail(At(read, file), [], []),
        new Evidence(EvidenceStrength.Possible, Overlap.AtSuspensions, ""),
        [],
        severity,
        FixHint.None);

    private static Site At(string name, SyntaxNode? file) => new((file ?? s_file).DescendantNodes().Single(n => n.ToString() == name));

    private static SyntaxNode Parse(string path) =>
        CSharpSyntaxTree.ParseText("int r1, r2, r3,\nw1, w1b,\nw2,\nw3;", CSharpParseOptions.Default.WithKind(SourceCodeKind.Script), path).GetRoot();
}
