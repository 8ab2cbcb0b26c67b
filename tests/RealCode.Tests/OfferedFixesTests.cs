using System.Collections.Immutable;
using System.Globalization;
using AsyncStateAnalyzers.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit.Abstractions;

namespace AsyncStateAnalyzers.RealCode.Tests;

/// <summary>
/// Every fix that is offered on code that nobody wrote for them changes something and adds no error to the files it changes; and the first of
/// each kind in a package is analyzed again: its report is gone.
/// </summary>
public sealed class OfferedFixesTests(ITestOutputHelper output)
{
    private static readonly ImmutableArray<CodeFixProvider> s_providers =
    [
        .. typeof(GuardCodeFixProvider).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(CodeFixProvider)) && t != typeof(RecordCodeFixProvider))
            .Select(t => (CodeFixProvider)Activator.CreateInstance(t)!),
    ];

    [Theory]
    [InlineData("MQTTnet")]
    [InlineData("Npgsql")]
    [InlineData("Quartz")]
    [InlineData("RabbitMQ.Client")]
    [InlineData("StackExchange.Redis")]
    public async Task CompileAndClearTheirReport(string package)
    {
        var solution = Load(DecompiledPackage.Compile(package));
        var reports = await ReportsAsync(solution);
        var (offered, again) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var report in reports)
        {
            var document = solution.GetDocument(report.Location.SourceTree)!;
            foreach (var action in await OffersAsync(document, report))
            {
                offered.Add(report.Id);
                var changed = (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
                var files = changed.GetChanges(solution).GetProjectChanges().SelectMany(p => p.GetChangedDocuments()).ToList();
                var name = $"{action.EquivalenceKey} on {report.Id} in {document.Name}({report.Location.GetLineSpan().StartLinePosition.Line + 1})";
                Assert.True(files.Count > 0, name + " changes nothing");
                foreach (var file in files)
                    Assert.Equal("", string.Join("\n", (await ErrorsAsync(changed.GetDocument(file)!)).Except(await ErrorsAsync(solution.GetDocument(file)!)).Select(e => name + ": " + e)));
                if (again.Add(action.EquivalenceKey ?? ""))
                    Assert.True((await ReportsAsync(changed)).Count(r => Key(r) == Key(report)) < reports.Count(r => Key(r) == Key(report)), name + " leaves its report");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{package}: {reports.Count} reports, {offered.Count} offers ({string.Join(", ", offered.GroupBy(id => id).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key + " " + g.Count()))}): {string.Join(", ", again.Order(StringComparer.Ordinal))}"));
    }

    private static Solution Load(CSharpCompilation compilation)
    {
        var project = ProjectId.CreateNewId();
        var solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(
            project, VersionStamp.Default, compilation.AssemblyName!, compilation.AssemblyName!, LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees[0].Options, metadataReferences: compilation.References));
        foreach (var tree in compilation.SyntaxTrees)
            solution = solution.AddDocument(DocumentId.CreateNewId(project), tree.FilePath, tree.GetText(), filePath: "/src/" + tree.FilePath);
        return solution;
    }

    private static async Task<List<Diagnostic>> ReportsAsync(Solution solution)
    {
        var compilation = (await solution.Projects.Single().GetCompilationAsync())!;
        var found = await compilation.WithAnalyzers([new AsyncStateAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return [.. found.Where(d => d.Location.IsInSource).OrderBy(d => d.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start)];
    }

    private static async Task<List<CodeAction>> OffersAsync(Document document, Diagnostic report)
    {
        var offers = new List<CodeAction>();
        foreach (var provider in s_providers.Where(p => p.FixableDiagnosticIds.Contains(report.Id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offers.Add(action), default));
        return offers;
    }

    private static async Task<List<string>> ErrorsAsync(Document document) =>
        [.. (await document.GetSemanticModelAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Id} {d.GetMessage(CultureInfo.InvariantCulture)}")];

    private static string Key(Diagnostic report) => $"{report.Id} {report.Location.SourceTree!.FilePath} {report.GetMessage(CultureInfo.InvariantCulture)}";
}
