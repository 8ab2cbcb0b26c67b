using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Brings an edited root into the form that the formatter leaves, with the line endings of the file.</summary>
internal static class Cleanup
{
    /// <summary>Marks a written-out type name for which a <c>using</c> is to be added.</summary>
    public static SyntaxAnnotation Import { get; } = new("AsyncState.Import");

    /// <summary>The document with <paramref name="root"/>, laid out.</summary>
    public static async Task<Document> ApplyAsync(Document document, SyntaxNode root, CancellationToken cancel)
    {
        var text = await document.GetTextAsync(cancel).ConfigureAwait(false);
        if (await document.GetSyntaxRootAsync(cancel).ConfigureAwait(false) is not { } original)
            return document;
        var options = await LayoutHabits.OptionsAsync(document, original, cancel).ConfigureAwait(false);
        var changed = document.WithSyntaxRoot(root);
        if (root.GetAnnotatedNodes(Import).Any())
        {
            changed = await ImportAdder.AddImportsAsync(changed, Import, options, cancel).ConfigureAwait(false);
            changed = await Simplifier.ReduceAsync(changed, Import, options, cancel).ConfigureAwait(false);
        }

        changed = await FormatAsync(changed, options, cancel).ConfigureAwait(false);
        if (await changed.GetSyntaxRootAsync(cancel).ConfigureAwait(false) is { } grown && Outgrown(grown) is { Count: > 0 } blocks)
        {
            var opened = grown.ReplaceNodes(blocks, (_, block) => Statements.Open(block));
            changed = await FormatAsync(changed.WithSyntaxRoot(opened), options, cancel).ConfigureAwait(false);
        }

        if (await changed.GetSyntaxRootAsync(cancel).ConfigureAwait(false) is not { } formatted)
            return changed;

        // As text: what is left of the annotations would be laid out once more by the host, without the habits of the file.
        return document.WithText(SourceText.From(WithLineEndings(formatted, text.ToString()).ToFullString(), text.Encoding, text.ChecksumAlgorithm));
    }

    private static async Task<Document> FormatAsync(Document document, OptionSet options, CancellationToken cancel)
    {
        var formatted = await Formatter.FormatAsync(document, Formatter.Annotation, options, cancel).ConfigureAwait(false);
        return await Formatter.FormatAsync(formatted, SyntaxAnnotation.ElasticAnnotation, options, cancel).ConfigureAwait(false);
    }

    /// <summary>Blocks that stood on one line and no longer do.</summary>
    private static IReadOnlyList<BlockSyntax> Outgrown(SyntaxNode root) => root.GetAnnotatedNodes(Formatter.Annotation)
        .SelectMany(node => node.AncestorsAndSelf().OfType<BlockSyntax>()).Distinct()
        .Where(block => LayoutHabits.IsOnSeveralLines(block) && block.Statements.Count > 0
            && (LayoutHabits.Line(block.Statements[0].GetFirstToken()) == LayoutHabits.Line(block.OpenBraceToken) || LayoutHabits.Line(block.CloseBraceToken.GetPreviousToken()) == LayoutHabits.Line(block.CloseBraceToken))).ToList();

    /// <summary>New lines end as the old ones do; a file that mixes them is left as it is.</summary>
    private static SyntaxNode WithLineEndings(SyntaxNode root, string original)
    {
        var windows = original.IndexOf("\r\n", StringComparison.Ordinal) >= 0;
        var unix = original.Replace("\r\n", "").IndexOf('\n') >= 0;
        if (windows == unix)
            return root;
        var wanted = windows ? "\r\n" : "\n";
        var wrong = root.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia) && t.ToString() != wanted).ToList();
        return wrong.Count == 0 ? root : root.ReplaceTrivia(wrong, (_, _) => SyntaxFactory.EndOfLine(wanted));
    }
}
