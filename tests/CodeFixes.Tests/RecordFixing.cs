using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A solution in which a message type is reported, and what the fix makes of it.</summary>
internal sealed record RecordFixing
{
    private const string Usings = "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Channels; global using System.Threading.Tasks;";

    /// <summary>The file that declares the type; a channel of it is made in another file.</summary>
    public required string Source { get; init; }

    /// <summary>The rule that reports it.</summary>
    public string Rule { get; init; } = "ASA0302";

    /// <summary>The type that is sent.</summary>
    public string Message { get; init; } = "M";

    /// <summary>Further files of the project.</summary>
    public string[] Others { get; init; } = [];

    /// <summary>A file of another project that refers to the first, which is a program; empty for none.</summary>
    public string Program { get; init; } = "";

    /// <summary>Additional files of the project, by name.</summary>
    public string[] AdditionalFiles { get; init; } = [];

    /// <summary>What the global config of the project says.</summary>
    public string GlobalConfig { get; init; } = "";

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>The texts of all files that are changed, the declaring file first; empty where nothing is offered.</summary>
    public async Task<string[]> ApplyAsync()
    {
        var solution = await LoadAsync();
        var document = solution.Projects.First().Documents.Single(d => d.Name == (Rule == "ASA0302" ? "Channel.cs" : "M.cs"));
        var compilation = (await document.Project.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var report = AnalyzerRunner.Run(compilation).First(r => r.Id == Rule);
        var offers = new List<CodeAction>();
        await new RecordCodeFixProvider().RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offers.Add(action), default));
        if (offers.Count == 0)
            return [];
        var changed = (await Assert.Single(offers).GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        var result = new List<string>();
        foreach (var project in changed.Projects)
        {
            var errors = (await project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS8618").ToList();
            foreach (var after in project.Documents)
            {
                var text = (await after.GetTextAsync()).ToString();
                if (text == (await solution.GetDocument(after.Id)!.GetTextAsync()).ToString())
                    continue;
                result.Add(text);
                Assert.Equal((await (await Formatter.FormatAsync(after)).GetTextAsync()).ToString(), text);
            }

            Assert.True(errors.Count == 0, string.Join("\n", errors.Concat<object>(result)));
            Assert.DoesNotContain(AnalyzerRunner.Run((await project.GetCompilationAsync())!), r => r.Id == "ASA0301");
        }

        return [.. result];
    }

    /// <summary>The text of the declaring file after all reports of the solution have been mended.</summary>
    public async Task<string> ApplyAllAsync()
    {
        var solution = await LoadAsync();
        var project = solution.Projects.First();
        var reports = AnalyzerRunner.Run((await project.GetCompilationAsync())!).Where(r => r.Id == "ASA0302");
        var provider = new RecordCodeFixProvider();
        var context = new FixAllContext(project.Documents.First(), provider, FixAllScope.Solution, RecordCodeFixProvider.EquivalenceKey, ["ASA0302"], new Known([.. reports]), default);
        var changed = (await (await provider.GetFixAllProvider()!.GetFixAsync(context))!.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await changed.Projects.First().Documents.First(d => d.Name == "M.cs").GetTextAsync()).ToString();
    }

    /// <summary>The one file that is changed.</summary>
    public async Task<string> ApplyToOneAsync() => Assert.Single(await ApplyAsync());

    /// <summary>What the analyzer says.</summary>
    public async Task<string> MessageAsync() =>
        AnalyzerRunner.Run((await (await LoadAsync()).Projects.First().GetCompilationAsync())!).First(r => r.Id == "ASA0302").GetMessage(CultureInfo.InvariantCulture);

    private async Task<Solution> LoadAsync()
    {
        var project = ProjectId.CreateNewId();
        var solution = Add(new AdhocWorkspace().CurrentSolution, project, "Test", Output);
        solution = Document(solution, project, "M.cs", Source);
        solution = Document(solution, project, "Usings.cs", Usings);
        solution = Document(solution, project, "Channel.cs", $"internal static class Channels {{ internal static readonly Channel<{Message}> All = Channel.CreateUnbounded<{Message}>(); }}");
        for (var i = 0; i < Others.Length; i++)
            solution = Document(solution, project, $"Other{i}.cs", Others[i]);
        foreach (var file in AdditionalFiles)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(project), file, "");
        if (GlobalConfig.Length > 0)
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(project), ".globalconfig", SourceText.From("is_global = true\n" + GlobalConfig), filePath: "/src/Test/.globalconfig");
        if (Program.Length > 0)
        {
            var program = ProjectId.CreateNewId();
            solution = Add(solution, program, "Program", OutputKind.ConsoleApplication).AddProjectReference(program, new ProjectReference(project));
            solution = Document(solution, program, "Program.cs", Program);
            solution = Document(solution, program, "Usings.cs", Usings);
        }

        await Task.CompletedTask;
        return solution;
    }

    private Solution Add(Solution solution, ProjectId id, string name, OutputKind kind) => solution.AddProject(ProjectInfo.Create(
        id, VersionStamp.Default, name, name, LanguageNames.CSharp,
        compilationOptions: new CSharpCompilationOptions(kind, nullableContextOptions: Language >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable),
        parseOptions: new CSharpParseOptions(Language), metadataReferences: Fixing.References));

    private sealed class Known(Diagnostic[] reports) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(reports);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(reports);
    }

    private static Solution Document(Solution solution, ProjectId project, string name, string text) =>
        solution.AddDocument(DocumentId.CreateNewId(project), name, SourceText.From(text), filePath: $"/src/{solution.GetProject(project)!.Name}/{name}");
}
