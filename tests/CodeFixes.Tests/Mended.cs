using System.Collections.Immutable;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What the analyzers report on a source, and what the fixes make of it: each changes it, compiles, is laid out, and clears its report.</summary>
internal static class Mended
{
    public const string TryFinally = "ASA.TryFinally";
    public const string BeforeTry = "ASA.BeforeTry";
    public const string TestAnswer = "ASA.TestAnswer";
    public const string AddAwait = "ASA.AddAwait";
    public const string UseSemaphore = "ASA.UseSemaphore";
    public const string MakeAsync = "ASA.MakeAsync";
    public const string AddMaximum = "ASA.AddMaximum";
    public const string OnePermit = "ASA.OnePermit";

    /// <summary>Makes the semaphore static.</summary>
    public const string MakeStatic = "ASA.MakeStatic";
    public const string LiftToField = "ASA.LiftToField";

    private static readonly CodeFixProvider[] s_providers = [.. typeof(AsyncStateCodeFixProvider).Assembly.GetTypes()
        .Where(t => !t.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(t)).OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => (CodeFixProvider)Activator.CreateInstance(t)!)];

    /// <summary>The fix with <paramref name="key"/> makes <paramref name="after"/> of <paramref name="before"/>, where <paramref name="rule"/> is reported.</summary>
    /// <remarks><paramref name="beside"/> is another file of the project, which may declare the same types again.</remarks>
    public static async Task Becomes(string rule, string key, string before, string after, string? beside = null)
    {
        using var workspace = new AdhocWorkspace();
        var document = Load(workspace, before.ReplaceLineEndings("\n"), beside);
        var reports = await ReportsAsync(document, rule);
        Assert.True(reports.Count > 0, rule + " is not reported");
        var offers = (await Task.WhenAll(reports.Select(r => OffersAsync(document, r)))).SelectMany(o => o).ToList();
        var action = offers.FirstOrDefault(o => o.EquivalenceKey == key);
        Assert.True(action is not null, $"{key} is not offered, but: {string.Join(", ", offers.Select(o => o.EquivalenceKey))}");
        await CheckAsync(document, action!, rule, reports.Count - 1, after);
    }

    /// <summary>The same for all findings of <paramref name="rule"/> at once: none is left.</summary>
    public static async Task AllBecome(string rule, string key, string before, string after, string? beside = null)
    {
        using var workspace = new AdhocWorkspace();
        var document = Load(workspace, before.ReplaceLineEndings("\n"), beside);
        var reports = await ReportsAsync(document, rule);
        Assert.True(reports.Count > 1, $"{reports.Count} reports of {rule}");
        var provider = s_providers.First(p => p.FixableDiagnosticIds.Contains(rule) && p.GetFixAllProvider() is not null && (p is not AsyncStateCodeFixProvider with || with.Fixes.Any(f => f.EquivalenceKey == key)));
        var action = await provider.GetFixAllProvider()!.GetFixAsync(new FixAllContext(document, provider, FixAllScope.Document, key, [rule], new Known([.. reports]), default));
        Assert.NotNull(action);
        await CheckAsync(document, action, rule, 0, after);
    }

    /// <summary>The rule is reported, and the fix with <paramref name="key"/> is not offered.</summary>
    public static async Task IsRefused(string rule, string key, string source) => Assert.DoesNotContain(key, await OfferedAsync(rule, source));

    /// <summary>The keys of the fixes that are offered for <paramref name="rule"/>, which is reported.</summary>
    public static async Task<IReadOnlyList<string?>> OfferedAsync(string rule, string source, string? beside = null)
    {
        using var workspace = new AdhocWorkspace();
        var document = Load(workspace, source.ReplaceLineEndings("\n"), beside);
        var reports = await ReportsAsync(document, rule);
        Assert.True(reports.Count > 0, rule + " is not reported");
        return [.. (await Task.WhenAll(reports.Select(r => OffersAsync(document, r)))).SelectMany(o => o).Select(o => o.EquivalenceKey)];
    }

    private static async Task CheckAsync(Document document, CodeAction action, string rule, int left, string after)
    {
        var changed = (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        var text = (await changed.GetTextAsync()).ToString();
        Assert.Equal(after.ReplaceLineEndings("\n"), text);
        Assert.Equal(await ErrorsAsync(document), await ErrorsAsync(changed));
        Assert.InRange((await ReportsAsync(changed, rule)).Count, 0, left);
        Assert.Equal((await (await Formatter.FormatAsync(changed)).GetTextAsync()).ToString(), text);
    }

    private static async Task<string[]> ErrorsAsync(Document document) =>
        [.. (await document.Project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Distinct().Order(StringComparer.Ordinal)];

    private static Document Load(AdhocWorkspace workspace, string source, string? beside = null)
    {
        var compilation = AnalyzerRunner.Compile(("Case.cs", source));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Test", "Test", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees[0].Options, metadataReferences: compilation.References));
        return compilation.SyntaxTrees.Aggregate(project, (p, tree) => p.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project)
            .AddDocument("Beside.cs", beside ?? "", filePath: "Beside.cs").Project
            .Documents.Single(d => d.Name == "Case.cs");
    }

    private static async Task<List<Diagnostic>> ReportsAsync(Document document, string rule) =>
        AnalyzerRunner.Run((await document.Project.GetCompilationAsync())!).Where(r => r.Id == rule && r.Location.SourceTree?.FilePath == document.FilePath).ToList();

    private static async Task<List<CodeAction>> OffersAsync(Document document, Diagnostic report)
    {
        var offers = new List<CodeAction>();
        foreach (var provider in s_providers.Where(p => p.FixableDiagnosticIds.Contains(report.Id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offers.Add(action), default));
        return offers;
    }

    private sealed class Known(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);
    }
}
