using System.Collections.Immutable;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes.Tests.Pages;

/// <summary>Does what a user does who accepts the first suggestion of the light bulb.</summary>
internal static class FirstFix
{
    private static readonly ImmutableArray<CodeFixProvider> s_providers =
    [
        .. typeof(FirstFix).Assembly.GetReferencedAssemblies()
            .Where(a => a.Name == "AsyncStateAnalyzers.CodeFixes")
            .SelectMany(a => System.Reflection.Assembly.Load(a).GetTypes())
            .Where(t => !t.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (CodeFixProvider)Activator.CreateInstance(t)!),
    ];

    /// <summary>The source after the first fix for its first report; null where nothing is reported or nothing is offered.</summary>
    public static async Task<string?> ApplyAsync(string source)
    {
        using var workspace = new AdhocWorkspace();
        var compilation = AnalyzerRunner.Compile(("Page.cs", source));
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Test", "Test", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees[0].Options, metadataReferences: compilation.References));
        var document = compilation.SyntaxTrees.Aggregate(project, (p, tree) => p.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project)
            .Documents.Single(d => d.Name == "Page.cs");

        var report = AnalyzerRunner.Run((await document.Project.GetCompilationAsync())!).FirstOrDefault();
        if (report is null)
            return null;
        var offered = new List<CodeAction>();
        foreach (var provider in s_providers.Where(p => p.FixableDiagnosticIds.Contains(report.Id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offered.Add(action), CancellationToken.None));
        if (offered.Count == 0)
            return null;
        var changes = (await offered[0].GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return (await changes.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }
}
