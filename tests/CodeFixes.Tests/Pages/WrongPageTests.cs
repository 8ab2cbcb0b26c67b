namespace AsyncStateAnalyzers.CodeFixes.Tests.Pages;

/// <summary>The check of the pages finds what is wrong with a page.</summary>
public sealed class WrongPageTests
{
    private const string Racy = "public sealed class Meter { private static int s_total; public async Task AddAsync(Task<int> x) => s_total += await x; }";
    private const string Harmless = "public sealed class Meter { private int _total; public void Add(int x) => _total += x; }";

    [Fact]
    public async Task ABadFenceThatIsNotReportedIsNoticed() =>
        Assert.Contains("line 3, bad: line 1 of the code is marked ASA0101, which is not reported", await ProblemsAsync(("bad", Harmless + " // ASA0101")));

    [Fact]
    public async Task ABadFenceWithoutAMarkIsNoticed() =>
        Assert.Contains("line 3, bad: must have marks, all of the page's rule", await ProblemsAsync(("bad", Harmless)));

    [Fact]
    public async Task ABadFenceOfAnotherRuleIsNoticed() =>
        Assert.Contains("line 3, bad: must have marks, all of the page's rule", await ProblemsAsync(("bad", Racy + " // ASA0102")));

    [Fact]
    public async Task AReportOnALineWithoutAMarkIsNoticed() =>
        Assert.Contains("line 3, ok: line 1 of the code has ASA0101, which is not marked", await ProblemsAsync(("ok", Racy)));

    [Fact]
    public async Task AMarkInAnOkFenceIsNoticed() =>
        Assert.Contains("line 3, ok: must have no marks", await ProblemsAsync(("ok", Racy + " // ASA0101")));

    [Fact]
    public async Task AFixedFenceThatTheFixDoesNotMakeIsNoticed() =>
        Assert.Contains(await ProblemsAsync(("bad", Racy + " // ASA0101"), ("fixed", Harmless)), p => p.StartsWith("line 7, fixed: the first fix makes of the bad code before it:\n", StringComparison.Ordinal));

    [Fact]
    public async Task AFixedFenceWithoutABadOneBeforeItIsNoticed() =>
        Assert.Contains("line 3, fixed: there is no bad fence before it", await ProblemsAsync(("fixed", Harmless)));

    [Fact]
    public async Task AMissedAlarmThatIsReportedIsNoticed() =>
        Assert.Contains("line 3, limit: line 1 of the code has ASA0101, which is not marked", await ProblemsAsync(("limit", Racy + " // missed: ASA0101")));

    [Fact]
    public async Task AFalseAlarmThatIsNotReportedIsNoticed() =>
        Assert.Contains("line 3, limit: line 1 of the code is marked ASA0101, which is not reported", await ProblemsAsync(("limit", Harmless + " // false alarm: ASA0101")));

    [Fact]
    public async Task ALimitWithoutAMarkIsNoticed() =>
        Assert.Contains(await ProblemsAsync(("limit", Harmless)), p => p.StartsWith("line 3, limit: must have a mark", StringComparison.Ordinal));

    [Fact]
    public async Task CodeThatDoesNotCompileIsNoticed() =>
        Assert.Contains(await ProblemsAsync(("ok", "public class C { int x = \"\"; }")), p => p.StartsWith("line 3, ok: does not compile: ", StringComparison.Ordinal));

    [Fact]
    public async Task AMissingKindOfFenceIsNoticed() =>
        Assert.Contains("there is no fence 'csharp limit'", await ProblemsAsync(("ok", Harmless)));

    [Fact]
    public async Task AFixThatThePageDoesNotShowIsNoticed() =>
        Assert.Contains("there is no fence 'csharp fixed', although a fix is offered", await ProblemsAsync(("bad", Racy + " // ASA0101")));

    [Fact]
    public async Task AnUnknownKindOfFenceIsNoticed() =>
        Assert.Contains("line 3, good: is of no known kind", await ProblemsAsync(("good", Harmless)));

    private static Task<IReadOnlyList<string>> ProblemsAsync(params (string Kind, string Code)[] fences) =>
        PageChecker.ProblemsAsync(RulePage.Parse("# ASA0101: Stale write after await\n\n" + string.Join("\n\n", fences.Select(f => $"```csharp {f.Kind}\n{f.Code}\n```")) + "\n"));
}
