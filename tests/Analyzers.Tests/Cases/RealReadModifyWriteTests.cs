using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Mistakes of real projects: found before they were mended, silent afterwards. What is out of reach is a known error.</summary>
public sealed class RealReadModifyWriteTests
{
    private static CaseFolder Folder => CaseFolder.RealReadModifyWrite;

    /// <summary>Before the repair.</summary>
    public static TheoryData<string> Before => [.. Folder.Unexceptional.Where(c => c.IsRacy).Select(c => c.Name)];

    /// <summary>After the repair.</summary>
    public static TheoryData<string> After => [.. Folder.Unexceptional.Where(c => !c.IsRacy).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Before))]
    public void TheMistakeIsFound(string name) => Assert.True(Folder.Finds(Folder[name]), Folder.Describe(Folder[name]));

    [Theory]
    [MemberData(nameof(After))]
    public void TheRepairedFormHasNoWarning(string name) =>
        Assert.True(!Folder.ReportsIn(Folder[name]).Any(r => r.Severity >= DiagnosticSeverity.Warning), Folder.Describe(Folder[name]));
}
