using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>A finding as it stands in one version of a document: the nodes that the analyzer named, and what they mean there.</summary>
internal sealed class FixSite
{
    private FixSite(SemanticModel model, SyntaxNode root, FixHint hint, string? cause, CodeStyle style, SyntaxNode write, SyntaxNode read, ImmutableArray<SyntaxNode> suspensions, ImmutableArray<SyntaxNode> rivals)
    {
        Model = model;
        Root = root;
        Hint = hint;
        Cause = cause;
        Style = style;
        Write = write;
        Read = read;
        Suspensions = suspensions;
        Rivals = rivals;
        Body = Bodies.Enclosing(write);
    }

    /// <summary>The semantic model of <see cref="Root"/>.</summary>
    public SemanticModel Model { get; }

    /// <summary>The root that edits start from.</summary>
    public SyntaxNode Root { get; }

    /// <summary>What the analyzer knows beyond the places.</summary>
    public FixHint Hint { get; }

    /// <summary>Which of its mistakes a rule about the making of guards means; null for other rules.</summary>
    public string? Cause { get; }

    /// <summary>How the document writes locals.</summary>
    public CodeStyle Style { get; }

    /// <summary>The late write or act.</summary>
    public SyntaxNode Write { get; }

    /// <summary>The earlier read or check.</summary>
    public SyntaxNode Read { get; }

    /// <summary>The suspensions between them that stand in this document.</summary>
    public ImmutableArray<SyntaxNode> Suspensions { get; }

    /// <summary>What others do with the same state at the same time, as far as it stands in this document.</summary>
    public ImmutableArray<SyntaxNode> Rivals { get; }

    /// <summary>The body that writes.</summary>
    public SyntaxNode Body { get; }

    /// <summary>The type that writes; null outside of types.</summary>
    public INamedTypeSymbol? Type => Write.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration ? Model.GetDeclaredSymbol(declaration) : null;

    /// <summary>True where read, suspensions and write stand in the one body.</summary>
    public bool IsOneBody => Hint.SameBody && Bodies.Enclosing(Read) == Body;

    /// <summary>The site of <paramref name="diagnostic"/>; null where it carries no hint or names places that are not in this tree.</summary>
    public static FixSite? TryCreate(SemanticModel model, SyntaxNode root, Diagnostic diagnostic, CodeStyle style)
    {
        if (FixHint.TryRead(diagnostic.Properties) is not { } hint)
            return OfPlace(model, root, diagnostic, style);
        if (diagnostic.AdditionalLocations.Count == 0)
            return null;
        if (Find(root, diagnostic.Location) is not { } write || Find(root, diagnostic.AdditionalLocations[0]) is not { } read)
            return null;
        var suspensions = diagnostic.AdditionalLocations.Skip(1).Take(hint.Suspensions).Select(l => Find(root, l)).OfType<SyntaxNode>();
        var rivals = diagnostic.AdditionalLocations.Skip(1 + hint.Suspensions).Select(l => Find(root, l)).OfType<SyntaxNode>();
        return new FixSite(model, root, hint, null, style, write, read, suspensions.ToImmutableArray(), rivals.ToImmutableArray());
    }

    /// <summary>The nodes to follow through other edits of the document.</summary>
    public IEnumerable<SyntaxNode> Tracked => Suspensions.AddRange(Rivals).Add(Write).Add(Read);

    /// <summary>The same site after other edits; null where one of its nodes has gone.</summary>
    public FixSite? In(SemanticModel model, SyntaxNode root)
    {
        if (root.GetCurrentNode(Write) is not { } write || root.GetCurrentNode(Read) is not { } read)
            return null;
        return new FixSite(model, root, Hint, Cause, Style, write, read, Current(root, Suspensions), Current(root, Rivals));
    }

    /// <summary>The same finding at another write of the state.</summary>
    public FixSite At(SyntaxNode write) =>
        new(Model, Root, Hint, Cause, Style, write, write, ImmutableArray<SyntaxNode>.Empty, ImmutableArray<SyntaxNode>.Empty);

    /// <summary>The same site in <paramref name="root"/>, which edits have made of a root in which its nodes were tracked; null where one of them has gone.</summary>
    public FixSite? After(SyntaxNode root)
    {
        var tree = Model.SyntaxTree.WithRootAndOptions(root, Model.SyntaxTree.Options);
        return In(Model.Compilation.ReplaceSyntaxTree(Model.SyntaxTree, tree).GetSemanticModel(tree), tree.GetRoot());
    }

    /// <summary>The site of a rule that asks no flow: its place says it all.</summary>
    private static FixSite? OfPlace(SemanticModel model, SyntaxNode root, Diagnostic diagnostic, CodeStyle style)
    {
        if (!diagnostic.Id.StartsWith("ASA02", StringComparison.Ordinal) || Find(root, diagnostic.Location) is not { } place)
            return null;
        diagnostic.Properties.TryGetValue("kind", out var kind);
        return new FixSite(model, root, FixHint.None, kind ?? diagnostic.Id, style, place, place, ImmutableArray<SyntaxNode>.Empty, ImmutableArray<SyntaxNode>.Empty);
    }

    private static ImmutableArray<SyntaxNode> Current(SyntaxNode root, ImmutableArray<SyntaxNode> nodes) =>
        nodes.Select(n => root.GetCurrentNode(n)).OfType<SyntaxNode>().ToImmutableArray();

    private static SyntaxNode? Find(SyntaxNode root, Location location)
    {
        if (location.SourceTree is not { } tree || !root.FullSpan.Contains(location.SourceSpan))
            return null;
        if (tree != root.SyntaxTree && (tree.FilePath.Length == 0 || tree.FilePath != root.SyntaxTree.FilePath))
            return null;
        var node = root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        return node.Span == location.SourceSpan || node.Span.Contains(location.SourceSpan) ? node : null;
    }
}
