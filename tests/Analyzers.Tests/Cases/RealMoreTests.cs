namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Mistakes of real projects that were gathered when the rules were there: found before they were mended, silent afterwards. What is out of reach is a known error.</summary>
public sealed class RealMoreTests
{
    private static CaseFolder Folder => CaseFolder.RealMore;

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
