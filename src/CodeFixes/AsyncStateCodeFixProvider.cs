using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>
/// Reads what the analyzer left in the diagnostic, computes each edit on the current root, and offers those that work out:
/// nothing is offered that changes nothing, does not compile or fails later.
/// Providers carry no <c>[Shared]</c>: it stands in System.Composition, and a reference to a version of that would keep the fixes from
/// loading in a host with an older one. Roslyn makes the fixes of a package from <c>[ExportCodeFixProvider]</c> alone.
/// </summary>
public abstract class AsyncStateCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => Rules;

    /// <summary>The rules whose findings this provider looks at; those about state where nothing else is said.</summary>
    internal virtual ImmutableArray<string> Rules => StateRules;

    private static ImmutableArray<string> StateRules { get; } = ImmutableArray.Create("ASA0101", "ASA0102", "ASA0103", "ASA0104", "ASA0105", "ASA0106", "ASA0107");

    /// <summary>The fixes of this provider, cheapest first.</summary>
    internal abstract IReadOnlyList<StateFix> Fixes { get; }

    /// <inheritdoc/>
    public abstract override FixAllProvider? GetFixAllProvider();

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var cancel = context.CancellationToken;
        var document = context.Document;
        if (await ModelOfAsync(document, cancel).ConfigureAwait(false) is not { } model)
            return;
        var root = await model.SyntaxTree.GetRootAsync(cancel).ConfigureAwait(false);
        var style = Style(document, model);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (FixSite.TryCreate(model, root, diagnostic, style) is not { } site)
                continue;
            foreach (var fix in Fixes)
            {
                if (fix.TryEdit(site, cancel) is not { } edit)
                    continue;
                context.RegisterCodeFix(
                    CodeAction.Create(edit.Title, token => Cleanup.ApplyAsync(document, edit.Root, token), fix.EquivalenceKey),
                    diagnostic);
            }
        }
    }

    /// <summary>The semantic model in which the findings of the document were made; null for a document without one.</summary>
    internal static async Task<SemanticModel?> ModelOfAsync(Document document, CancellationToken cancel) =>
        await document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is { } model ? Redeclarations.AsWritten(model, cancel) : null;

    /// <summary>The style of <paramref name="document"/>.</summary>
    internal static CodeStyle Style(Document document, SemanticModel model) =>
        new(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(model.SyntaxTree));
}

/// <summary>An edit that works out.</summary>
/// <param name="Root">The new root, not yet laid out.</param>
/// <param name="Title">What the editor shows.</param>
internal sealed record Edit(SyntaxNode Root, string Title);

/// <summary>One kind of fix.</summary>
internal abstract class StateFix
{
    /// <summary>Joins the same fix at several places; each kind has its own.</summary>
    public abstract string EquivalenceKey { get; }

    /// <summary>The flag by which the analyzer allows it.</summary>
    protected abstract FixKinds Kind { get; }

    /// <summary>True where the finding may be mended in this way.</summary>
    protected virtual bool IsAllowed(FixSite site) => (site.Hint.Kinds & Kind) != 0;

    /// <summary>The edit, not yet checked; null where there is none.</summary>
    protected abstract Edit? Compute(FixSite site);

    /// <summary>The edit, checked to compile without a new warning; null where it is not to be offered.</summary>
    public Edit? TryEdit(FixSite site, CancellationToken cancel)
    {
        if (!IsAllowed(site) || Compute(site) is not { } edit)
            return null;
        return EditCheck.Holds(site, edit.Root, cancel) ? edit : null;
    }
}
