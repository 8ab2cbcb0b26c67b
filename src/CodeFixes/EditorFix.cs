using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>A fix that is one edit of the document, under one title.</summary>
internal sealed class EditorFix : StateFix
{
    private readonly string _title;
    private readonly Func<FixSite, SyntaxNode?> _edit;

    /// <summary>Joins an editor to what the light bulb shows.</summary>
    /// <param name="equivalenceKey">Joins the fix at several places.</param>
    /// <param name="kind">The hint of a report that asks for it.</param>
    /// <param name="title">What the light bulb shows.</param>
    /// <param name="edit">The new root; null where the fix is not to be offered.</param>
    public EditorFix(string equivalenceKey, FixKinds kind, string title, Func<FixSite, SyntaxNode?> edit)
    {
        EquivalenceKey = equivalenceKey;
        Kind = kind;
        _title = title;
        _edit = edit;
    }

    /// <inheritdoc/>
    public override string EquivalenceKey { get; }

    /// <inheritdoc/>
    protected override FixKinds Kind { get; }

    /// <inheritdoc/>
    protected override Edit? Compute(FixSite site) => _edit(site) is { } root ? new Edit(root, _title) : null;
}
