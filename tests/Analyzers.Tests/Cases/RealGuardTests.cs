using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Mistakes with guards, channels, ambient state and signals in real projects: found before they were mended, silent afterwards. What is out of reach is a known error.</summary>
public sealed class RealGuardTests
{
    private static CaseFolder Folder => CaseFolder.RealGuards;

    /// <summary>Before the repair.</summary>
    public static TheoryData<string> Before => [.. Folder.Unexceptional.Where(c => c.IsRacy).Select(c => c.Name)];

    /// <summary>After the repair.</summary>
    public static TheoryData<string> After => [.. Folder.Unexceptional.Where(c => !c.IsRacy).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Before))]
    public void TheMistakeIsFound(string name) => Assert.True(Folder.Finds(Folder[name]), Folder.Describe(Folder[name]));

    [Theory]
    [MemberData(nameof(After))]
    public void TheRepairedFormIsSilent(string name) => Assert.True(!Folder.ReportsIn(Folder[name]).Any(), Folder.Describe(Folder[name]));
}
