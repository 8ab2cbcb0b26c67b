using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>Converts the types of all reports one after the other: what one conversion leaves is what the next starts from.</summary>
internal sealed class RecordFixAll : FixAllProvider
{
    /// <inheritdoc/>
    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var cancel = fixAllContext.CancellationToken;
        var types = new List<(ProjectId Project, string Name)>();
        foreach (var diagnostic in await ReportsAsync(fixAllContext).ConfigureAwait(false))
        {
            if (await RecordCodeFixProvider.TypeOfAsync(fixAllContext.Solution, diagnostic, cancel).ConfigureAwait(false) is { } found)
                types.Add((found.Project.Id, RecordConverter.NameOf(found.Type)));
        }

        var solution = fixAllContext.Solution;
        foreach (var (id, name) in types.Distinct().OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (solution.GetProject(id) is { } project && await project.GetCompilationAsync(cancel).ConfigureAwait(false) is { } compilation && RecordConverter.Find(name, compilation) is { } type)
                solution = await RecordConverter.TryConvertAsync(type, project, fixAllContext.DiagnosticIds.Contains(RecordCodeFixProvider.ChangedAfterSend), cancel).ConfigureAwait(false) ?? solution;
        }

        return solution == fixAllContext.Solution ? null : CodeAction.Create("Convert to immutable records", _ => Task.FromResult(solution), RecordCodeFixProvider.EquivalenceKey);
    }

    private static async Task<IEnumerable<Diagnostic>> ReportsAsync(FixAllContext context)
    {
        if (context.Scope == FixAllScope.Document && context.Document is { } document)
            return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
        var projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : new[] { context.Project };
        var all = new List<Diagnostic>();
        foreach (var project in projects)
            all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
        return all;
    }
}
