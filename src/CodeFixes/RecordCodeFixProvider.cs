using System.Collections.Immutable;
using AsyncStateAnalyzers.CodeFixes.Records;
using AsyncStateAnalyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>
/// Makes an immutable record of a message type, all over the solution. It is offered where every use can be turned.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RecordCodeFixProvider))]
public sealed class RecordCodeFixProvider : CodeFixProvider
{
    /// <summary>Joins the fix at several places.</summary>
    internal const string EquivalenceKey = "ASA.ConvertToRecord";

    /// <summary>The rule whose reports ask for a copy of what was sent.</summary>
    internal const string ChangedAfterSend = "ASA0301";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("ASA0302", ChangedAfterSend);

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => new RecordFixAll();

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var cancel = context.CancellationToken;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await TypeOfAsync(context.Document.Project.Solution, diagnostic, cancel).ConfigureAwait(false) is not { } found)
                continue;
            // Which declaration is meant is not known, and all uses would have to be turned.
            if (Redeclarations.Is(found.Type))
                continue;
            if (await RecordConverter.TryConvertAsync(found.Type, found.Project, diagnostic.Id == ChangedAfterSend, cancel).ConfigureAwait(false) is not { } changed)
                continue;
            context.RegisterCodeFix(CodeAction.Create($"Convert '{found.Type.Name}' to an immutable record", _ => Task.FromResult(changed), EquivalenceKey), diagnostic);
        }
    }

    /// <summary>The type to convert: that of the object that is changed; else the first of the locations is the message type, the last the member or type that can change.</summary>
    internal static async Task<(INamedTypeSymbol Type, Project Project)?> TypeOfAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancel)
    {
        if (diagnostic.Id == ChangedAfterSend)
            return await ChangedTypeOfAsync(solution, diagnostic, cancel).ConfigureAwait(false);
        if (diagnostic.AdditionalLocations.LastOrDefault() is not { } location || location.SourceTree is not { } tree || (solution.GetDocument(tree) ?? DocumentAt(solution, tree.FilePath)) is not { } document || await document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is not { } model)
            return null;
        var root = await model.SyntaxTree.GetRootAsync(cancel).ConfigureAwait(false);
        if (!root.FullSpan.Contains(location.SourceSpan) || root.FindToken(location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
            return null;
        return model.GetDeclaredSymbol(declaration, cancel) is { } type ? (type, document.Project) : null;
    }

    private static async Task<(INamedTypeSymbol Type, Project Project)?> ChangedTypeOfAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancel)
    {
        if (diagnostic.Location.SourceTree is not { } tree || (solution.GetDocument(tree) ?? DocumentAt(solution, tree.FilePath)) is not { } document || await document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is not { } model)
            return null;
        var root = await model.SyntaxTree.GetRootAsync(cancel).ConfigureAwait(false);
        if (!root.FullSpan.Contains(diagnostic.Location.SourceSpan))
            return null;
        var changed = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(a => a.Expression is IdentifierNameSyntax);
        if (changed is null || model.GetTypeInfo(changed.Expression, cancel).Type?.OriginalDefinition is not INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } type)
            return null;
        var project = solution.GetDocument(type.DeclaringSyntaxReferences[0].SyntaxTree)?.Project;
        return project is null ? null : (type, project);
    }

    private static Document? DocumentAt(Solution solution, string path) =>
        path.Length == 0 ? null : solution.GetDocumentIdsWithFilePath(path).Select(solution.GetDocument).FirstOrDefault(d => d is not null);
}
