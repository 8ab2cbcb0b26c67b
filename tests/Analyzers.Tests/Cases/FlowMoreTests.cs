namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>The small programs of <c>Cases/flow-more</c>: what is marked is reported, what is not marked is silent. What is out of reach is a known error.</summary>
public sealed class FlowMoreTests
{
    private static CaseFolder Folder => CaseFolder.FlowMore;

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
}
