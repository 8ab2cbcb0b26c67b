using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>One source with marked findings, and the questions that tests ask of the fixes for it.</summary>
internal sealed record Fixing
{
    public const string ReadAfterAwait = "ASA.ReadAfterAwait";
    public const string CheckAgain = "ASA.CheckAgain";
    public const string Guard = "ASA.Guard";
    public const string Snapshot = "ASA.Snapshot";
    public const string AwaitInTurn = "ASA.AwaitInTurn";
    public const string Interlocked = "ASA.Interlocked";
    public const string ConcurrentCollection = "ASA.ConcurrentCollection";
    public const string Reduce = "ASA.Reduce";
    public const string BuildAside = "ASA.BuildAside";
    public const string TakeGuard = "ASA.TakeGuard";
    public const string Lock = "ASA.Lock";
    private const string Usings = "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Tasks;";
    internal static readonly MetadataReference[] References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(p => p.Contains("Microsoft.NETCore.App", StringComparison.Ordinal)).Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)).ToArray();
    private static readonly CodeFixProvider[] Providers = { new FreshValueCodeFixProvider(), new SharedUpdateCodeFixProvider(), new BuildAsideCodeFixProvider(), new GuardCodeFixProvider(), new SnapshotCodeFixProvider(), new InTurnCodeFixProvider(), new TakeGuardCodeFixProvider() };

    /// <summary>The source, marked as <see cref="MarkedSource"/> says.</summary>
    public required string Source { get; init; }

    /// <summary>The state at the start of the path.</summary>
    public string Member { get; init; } = "_n";

    public bool IsStatic { get; init; }

    public string GuardField { get; init; } = "";

    public bool SameBody { get; init; } = true;

    public FixKinds Kinds { get; init; } = FixKinds.ReadAfterAwait | FixKinds.CheckAgain | FixKinds.Guard;

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public string EditorConfig { get; init; } = "";

    public bool GlobalUsings { get; init; } = true;

    public bool IsProgram { get; init; }

    /// <summary>True for a source that is not laid out as the formatter would without a configuration.</summary>
    public bool HasHabits { get; init; }

    /// <summary>Text before the source and the result, both.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The text after the fix with <paramref name="key"/> for the first finding.</summary>
    public async Task<string> ApplyAsync(string key)
    {
        var (document, findings) = await LoadAsync();
        var offers = await OffersAsync(document, findings[0]);
        var action = Assert.Single(offers, o => o.EquivalenceKey == key);
        return (await ResultAsync(document, action))[Prefix.Length..];
    }

    /// <summary>The keys of what is offered for the first finding.</summary>
    public async Task<string[]> OfferedAsync()
    {
        var (document, findings) = await LoadAsync();
        return (await OffersAsync(document, findings[0])).Select(o => o.EquivalenceKey!).ToArray();
    }

    /// <summary>The titles of what is offered for the first finding.</summary>
    public async Task<string[]> TitlesAsync()
    {
        var (document, findings) = await LoadAsync();
        return (await OffersAsync(document, findings[0])).Select(o => o.Title).ToArray();
    }

    /// <summary>The text after fixing all findings with <paramref name="key"/>.</summary>
    public async Task<string> ApplyAllAsync(string? key, CodeFixProvider? of = null, FixAllScope scope = FixAllScope.Document)
    {
        var (document, findings) = await LoadAsync();
        var provider = of ?? Providers[0];
        var context = new FixAllContext(document, provider, scope, key, new[] { "ASA0101" }, new Known(findings), default);
        var action = await provider.GetFixAllProvider()!.GetFixAsync(context);
        return await ResultAsync(document, action!);
    }

    private static async Task<List<CodeAction>> OffersAsync(Document document, Diagnostic finding)
    {
        var offers = new List<CodeAction>();
        foreach (var provider in Providers)
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offers.Add(action), default));
        return offers;
    }

    private async Task<string> ResultAsync(Document document, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(default);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        var errors = (await changed.Project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);
        var text = (await changed.GetTextAsync()).ToString();
        Assert.True(!errors.Any(), string.Join("\n", errors) + "\n" + text);
        var formatted = (await (await Formatter.FormatAsync(changed)).GetTextAsync()).ToString();
        if (!HasHabits)
            Assert.Equal(formatted, text);
        return text;
    }

    private async Task<(Document Document, ImmutableArray<Diagnostic> Findings)> LoadAsync()
    {
        var (source, spans) = MarkedSource.Parse(Prefix + Source);
        var workspace = new AdhocWorkspace();
        var project = ProjectId.CreateNewId();
        var id = DocumentId.CreateNewId(project);
        var solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(project, VersionStamp.Default, "Test", "Test", LanguageNames.CSharp,
                compilationOptions: new CSharpCompilationOptions(IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: Language >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable),
                parseOptions: new CSharpParseOptions(Language), metadataReferences: References))
            .AddDocument(id, "Test.cs", SourceText.From(source), filePath: "/src/Test.cs");
        if (GlobalUsings)
            solution = solution.AddDocument(DocumentId.CreateNewId(project), "Usings.cs", Usings);
        if (EditorConfig.Length > 0)
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(project), ".editorconfig", SourceText.From("root = true\n[*.cs]\n" + EditorConfig), filePath: "/src/.editorconfig");
        var document = solution.GetDocument(id)!;
        var errors = (await document.Project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(errors);
        var tree = (await document.GetSyntaxTreeAsync())!;
        return (document, MarkedSource.Findings(tree, spans, Member, IsStatic, GuardField, SameBody, Kinds));
    }

    private sealed class Known(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);
    }
}
