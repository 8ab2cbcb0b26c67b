using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>Every fix that is offered on the cases works out: it compiles, clears its report, is laid out, and has nothing left to do.</summary>
public sealed class CaseFixTests
{
    private static readonly string s_folder = Repository.PathOf("tests", "Analyzers.Tests", "Cases", "flow");
    private static readonly CodeFixProvider[] s_providers = [new FreshValueCodeFixProvider(), new SharedUpdateCodeFixProvider(), new GuardCodeFixProvider()];

    /// <summary>The cases with a mistake in them.</summary>
    public static TheoryData<string> Cases => [.. Directory.EnumerateFiles(s_folder, "*.cs").Where(f => File.ReadAllText(f).Contains("// RACE:", StringComparison.Ordinal)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EveryFixThatIsOfferedWorksOut(string name)
    {
        using var workspace = new AdhocWorkspace();
        var start = Load(workspace, await File.ReadAllTextAsync(Path.Combine(s_folder, name)));
        var reports = await ReportsAsync(start);
        var keys = new HashSet<string>();
        foreach (var report in reports)
            keys.UnionWith((await OffersAsync(start, report)).Select(o => o.EquivalenceKey!));
        foreach (var key in keys)
            await CheckAsync(start, key, reports.Count);
    }

    /// <summary>The kinds that exist are all used by some case: a test that goes through no fix would show nothing.</summary>
    [Fact]
    public async Task TheCasesUseEveryKindOfFix()
    {
        var keys = new HashSet<string>();
        foreach (var name in new[] { "031_compound_await_in_while.cs", "222_dictionary_contains_then_add.cs" })
        {
            using var workspace = new AdhocWorkspace();
            var document = Load(workspace, await File.ReadAllTextAsync(Path.Combine(s_folder, name)));
            keys.UnionWith((await OffersAsync(document, (await ReportsAsync(document))[0])).Select(o => o.EquivalenceKey!));
        }

        Assert.Equal([Fixing.CheckAgain, Fixing.Guard, Fixing.ReadAfterAwait], keys.Order(StringComparer.Ordinal));
    }

    private static async Task CheckAsync(Document document, string key, int reports)
    {
        var known = (await ErrorsAsync(document)).Count;
        for (var step = 0; await NextAsync(document, key) is { } action; step++)
        {
            Assert.True(step < reports, $"{key} is offered again after {step} times");
            document = (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
            var errors = await ErrorsAsync(document);
            Assert.True(errors.Count <= known, string.Join("\n", errors) + "\n" + await document.GetTextAsync());
        }

        Assert.InRange((await ReportsAsync(document)).Count, 0, reports - 1);
        Assert.Equal((await (await Formatter.FormatAsync(document)).GetTextAsync()).ToString(), (await document.GetTextAsync()).ToString());
    }

    /// <summary>The floor's compiler does not know the newest syntax of some cases: what it does not understand before, it need not understand after.</summary>
    private static async Task<List<Diagnostic>> ErrorsAsync(Document document) =>
        (await document.Project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();

    private static async Task<CodeAction?> NextAsync(Document document, string key)
    {
        foreach (var report in await ReportsAsync(document))
        {
            if ((await OffersAsync(document, report)).FirstOrDefault(o => o.EquivalenceKey == key) is { } action)
                return action;
        }

        return null;
    }

    private static Document Load(AdhocWorkspace workspace, string source)
    {
        var compilation = AnalyzerRunner.Compile(("Case.cs", source));
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Test", "Test", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees[0].Options, metadataReferences: compilation.References));
        return compilation.SyntaxTrees.Aggregate(project, (p, tree) => p.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project)
            .Documents.Single(d => d.Name == "Case.cs");
    }

    private static async Task<List<Diagnostic>> ReportsAsync(Document document) =>
        AnalyzerRunner.Run((await document.Project.GetCompilationAsync())!).Where(r => r.Id is "ASA0101" or "ASA0102").ToList();

    private static async Task<List<CodeAction>> OffersAsync(Document document, Diagnostic report)
    {
        var offers = new List<CodeAction>();
        foreach (var provider in s_providers)
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offers.Add(action), default));
        return offers;
    }
}
