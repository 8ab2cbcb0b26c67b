using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>
/// Applies a kind of fix to every finding of a document, one after the other on the same root, inner before outer: what one edit
/// leaves is what the next one starts from, so that several in one method agree on names and order.
/// Where a finding does not offer the kind that is asked for, it gets the first safe one that it does: <c>dotnet format</c> asks for one
/// rule with the key of whichever finding of any rule it met first, and would mend all, some or none from run to run.
/// </summary>
internal sealed class FixAll : DocumentBasedFixAllProvider
{
    private readonly IReadOnlyList<StateFix> _fixes;

    /// <summary>Fix all for <paramref name="fixes"/>, told apart by their equivalence keys.</summary>
    public FixAll(IReadOnlyList<StateFix> fixes) => _fixes = fixes;

    /// <inheritdoc/>
    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var cancel = fixAllContext.CancellationToken;
        if (await AsyncStateCodeFixProvider.ModelOfAsync(document, cancel).ConfigureAwait(false) is not { } model)
            return null;
        var fixes = _fixes.OrderBy(f => f.EquivalenceKey == fixAllContext.CodeActionEquivalenceKey ? 0 : 1).ToList();
        var root = await model.SyntaxTree.GetRootAsync(cancel).ConfigureAwait(false);
        var style = AsyncStateCodeFixProvider.Style(document, model);
        var sites = diagnostics
            .OrderBy(d => d.Location.SourceSpan.End).ThenBy(d => d.Location.SourceSpan.Length)
            .Select(d => FixSite.TryCreate(model, root, d, style)).OfType<FixSite>().ToList();

        var current = document.WithSyntaxRoot(root.TrackNodes(sites.SelectMany(s => s.Tracked).Distinct()));
        var any = false;
        foreach (var site in sites)
        {
            if (await AsyncStateCodeFixProvider.ModelOfAsync(current, cancel).ConfigureAwait(false) is not { } currentModel)
                break;
            if (site.In(currentModel, await currentModel.SyntaxTree.GetRootAsync(cancel).ConfigureAwait(false)) is not { } now)
                continue;
            if (fixes.Select(f => f.TryEdit(now, cancel)).FirstOrDefault(e => e is not null) is not { } edit)
                continue;
            current = current.WithSyntaxRoot(edit.Root);
            any = true;
        }

        return any ? await Cleanup.ApplyAsync(document, (await current.GetSyntaxRootAsync(cancel).ConfigureAwait(false))!, cancel).ConfigureAwait(false) : null;
    }
}
