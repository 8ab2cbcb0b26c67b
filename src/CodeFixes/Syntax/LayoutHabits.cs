using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>How a file is laid out where <c>.editorconfig</c> leaves it open: tabs or spaces, how many, and where braces stand.</summary>
internal static class LayoutHabits
{
    /// <summary>The formatting options of <paramref name="document"/>, with the habits of <paramref name="root"/>, its text before the edit.</summary>
    public static async Task<OptionSet> OptionsAsync(Document document, SyntaxNode root, CancellationToken cancel)
    {
        var options = (OptionSet)await document.GetOptionsAsync(cancel).ConfigureAwait(false);
        var written = document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(root.SyntaxTree);
        options = Indentation(options, written, root);
        return Braces(options, written, root);
    }

    private static OptionSet Indentation(OptionSet options, AnalyzerConfigOptions written, SyntaxNode root)
    {
        var leading = root.DescendantTokens().Select(t => t.LeadingTrivia.LastOrDefault()).Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Select(t => t.ToString()).ToList();
        var tabs = leading.Count(text => text[0] == '\t');
        if (!written.TryGetValue("indent_style", out _) && tabs != leading.Count - tabs)
            options = options.WithChangedOption(FormattingOptions.UseTabs, LanguageNames.CSharp, tabs > leading.Count - tabs);
        var steps = root.DescendantNodes().OfType<BlockSyntax>().Where(b => b.Statements.Count > 0).Select(b => Column(b.Statements[0].GetFirstToken()) - Column(b.CloseBraceToken))
            .Where(step => step > 0).GroupBy(step => step).OrderByDescending(g => g.Count()).FirstOrDefault();
        if (steps is not null && tabs == 0 && !written.TryGetValue("indent_size", out _))
            options = options.WithChangedOption(FormattingOptions.IndentationSize, LanguageNames.CSharp, steps.Key);
        return options;
    }

    private static int Column(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Character;

    private static OptionSet Braces(OptionSet options, AnalyzerConfigOptions written, SyntaxNode root)
    {
        var blocks = root.DescendantNodes().OfType<BlockSyntax>().Where(IsOnSeveralLines).ToList();
        if (!written.TryGetValue("csharp_new_line_before_open_brace", out _) && blocks.Count > 0)
        {
            var control = blocks.Where(b => b.Parent is StatementSyntax or ElseClauseSyntax or CatchClauseSyntax or FinallyClauseSyntax).ToList();
            var usual = IsUsual(blocks.Select(b => b.OpenBraceToken));
            options = options
                .WithChangedOption(CSharpFormattingOptions.NewLinesForBracesInControlBlocks, control.Count == 0 ? usual : IsUsual(control.Select(b => b.OpenBraceToken)))
                .WithChangedOption(CSharpFormattingOptions.NewLinesForBracesInMethods, Of<BaseMethodDeclarationSyntax>(blocks, usual))
                .WithChangedOption(CSharpFormattingOptions.NewLinesForBracesInLambdaExpressionBody, Of<LambdaExpressionSyntax>(blocks, usual));
        }

        var clauses = root.DescendantNodes().Where(n => n is ElseClauseSyntax or CatchClauseSyntax or FinallyClauseSyntax).Select(n => n.GetFirstToken())
            .Where(t => t.GetPreviousToken().Parent is BlockSyntax block && IsOnSeveralLines(block)).ToList();
        var follows = IsUsual(clauses.Count > 0 ? clauses : blocks.Select(b => b.OpenBraceToken));
        foreach (var (key, option) in new[]
        {
            ("csharp_new_line_before_else", CSharpFormattingOptions.NewLineForElse),
            ("csharp_new_line_before_catch", CSharpFormattingOptions.NewLineForCatch),
            ("csharp_new_line_before_finally", CSharpFormattingOptions.NewLineForFinally),
        })
        {
            if (!written.TryGetValue(key, out _))
                options = options.WithChangedOption(option, follows);
        }

        return options;
    }

    private static bool Of<T>(List<BlockSyntax> blocks, bool usual) where T : SyntaxNode =>
        blocks.Where(b => b.Parent is T).Select(b => b.OpenBraceToken).ToList() is { Count: > 0 } own ? IsUsual(own) : usual;

    /// <summary>True where these tokens mostly begin a line.</summary>
    private static bool IsUsual(IEnumerable<SyntaxToken> tokens)
    {
        var balance = 0;
        foreach (var token in tokens)
            balance += Line(token) > Line(token.GetPreviousToken()) ? 1 : -1;
        return balance >= 0;
    }

    /// <summary>True for a block on several lines.</summary>
    public static bool IsOnSeveralLines(BlockSyntax block) => Line(block.CloseBraceToken) > Line(block.OpenBraceToken);

    /// <summary>The line on which <paramref name="token"/> begins.</summary>
    public static int Line(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line;
}
