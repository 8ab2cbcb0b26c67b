using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Statement lists: blocks, switch sections, top-level statements; and statements that stand alone under an <c>if</c> or loop.</summary>
internal static class Statements
{
    /// <summary>The list that holds <paramref name="statement"/>; null for one that stands alone.</summary>
    public static SyntaxNode? ListOf(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax or SwitchSectionSyntax => statement.Parent,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit,
        _ => null,
    };

    /// <summary>The statements of a list, in order.</summary>
    public static IReadOnlyList<StatementSyntax> In(SyntaxNode list) => list switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(g => g.Statement).ToList(),
        _ => Array.Empty<StatementSyntax>(),
    };

    /// <summary>The statement of <paramref name="list"/> that contains <paramref name="node"/>; null if none does.</summary>
    public static StatementSyntax? Containing(SyntaxNode list, SyntaxNode node)
    {
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            if (ancestor is StatementSyntax statement && ListOf(statement) == list)
                return statement;
        }

        return null;
    }

    /// <summary>The lists around <paramref name="node"/> inside its body, innermost first.</summary>
    public static IEnumerable<SyntaxNode> ListsAround(SyntaxNode node, SyntaxNode body)
    {
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            if (ancestor is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax)
                yield return ancestor;
            if (ancestor == body)
                yield break;
        }
    }

    /// <summary>
    /// Puts <paramref name="by"/> where <paramref name="statement"/> stands; a statement that stands alone becomes a block where more than one is needed.
    /// </summary>
    public static SyntaxNode Replace(SyntaxNode root, StatementSyntax statement, IReadOnlyList<StatementSyntax> by)
    {
        switch (statement.Parent)
        {
            case BlockSyntax block:
                return root.ReplaceNode(block, block.WithStatements(block.Statements.ReplaceRange(statement, by)));
            case SwitchSectionSyntax section:
                return root.ReplaceNode(section, section.WithStatements(section.Statements.ReplaceRange(statement, by)));
            case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global:
                var globals = by.Select(s => (MemberDeclarationSyntax)SyntaxFactory.GlobalStatement(s));
                return root.ReplaceNode(unit, unit.WithMembers(unit.Members.ReplaceRange(global, globals)));
            default:
                return root.ReplaceNode(statement, by.Count == 1 ? by[0] : Block(by).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")));
        }
    }

    /// <summary>A block of <paramref name="statements"/> on lines of their own, to be laid out by the formatter.</summary>
    public static BlockSyntax Block(IEnumerable<StatementSyntax> statements)
    {
        var open = SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"));
        return SyntaxFactory.Block(open, SyntaxFactory.List(statements), SyntaxFactory.Token(SyntaxKind.CloseBraceToken)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary><c>if (condition) statement</c> on two lines, with braces where the file has them around most single statements.</summary>
    public static IfStatementSyntax If(SyntaxNode root, ExpressionSyntax condition, StatementSyntax statement)
    {
        var single = root.DescendantNodes().OfType<IfStatementSyntax>().Select(i => i.Statement).Where(s => s is not BlockSyntax { Statements.Count: not 1 }).ToList();
        var line = statement.WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"));
        if (single.Count(s => s is BlockSyntax) * 2 > single.Count)
            return SyntaxFactory.IfStatement(condition, Block(new[] { line })).WithAdditionalAnnotations(Formatter.Annotation);
        var test = SyntaxFactory.IfStatement(condition, statement);
        return test.WithCloseParenToken(test.CloseParenToken.WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary><paramref name="block"/> with its braces and statements on lines of their own, or as the formatter places them.</summary>
    public static BlockSyntax Open(BlockSyntax block) => block
        .WithStatements(SyntaxFactory.List(block.Statements.Select((statement, i) => i == block.Statements.Count - 1 || statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? statement : EndLine(statement))))
        .WithOpenBraceToken(block.OpenBraceToken.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(LineEnd(block.OpenBraceToken.TrailingTrivia)))
        .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(block.CloseBraceToken.LeadingTrivia.Insert(0, SyntaxFactory.ElasticMarker)))
        .WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The same for the accessors of a property.</summary>
    public static AccessorListSyntax Open(AccessorListSyntax list) => list
        .WithAccessors(SyntaxFactory.List(list.Accessors.Select(a => a.WithTrailingTrivia(LineEnd(a.GetTrailingTrivia())))))
        .WithOpenBraceToken(list.OpenBraceToken.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(LineEnd(list.OpenBraceToken.TrailingTrivia)))
        .WithAdditionalAnnotations(Formatter.Annotation);

    private static StatementSyntax EndLine(StatementSyntax statement) => statement.WithTrailingTrivia(LineEnd(statement.GetTrailingTrivia()));

    /// <summary>What follows on the line, which ends there.</summary>
    private static SyntaxTriviaList LineEnd(SyntaxTriviaList trailing)
    {
        while (trailing.Count > 0 && (trailing.Last().IsKind(SyntaxKind.WhitespaceTrivia) || trailing.Last().IsKind(SyntaxKind.EndOfLineTrivia)))
            trailing = trailing.RemoveAt(trailing.Count - 1);
        return trailing.Add(SyntaxFactory.EndOfLine("\n"));
    }

    /// <summary>The comments of <paramref name="statement"/>, which is to go, as whole lines.</summary>
    public static SyntaxTriviaList Comments(StatementSyntax statement)
    {
        var indentation = Indentation(statement);
        var lines = SyntaxFactory.TriviaList();
        foreach (var comment in statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia)))
            lines = lines.AddRange(indentation).Add(comment).Add(SyntaxFactory.EndOfLine("\n"));
        return lines;
    }

    /// <summary>Replaces the expression body of <paramref name="body"/> by <paramref name="statements"/>.</summary>
    public static SyntaxNode ReplaceExpressionBody(SyntaxNode root, SyntaxNode body, IEnumerable<StatementSyntax> statements)
    {
        var block = Block(statements);
        switch (body)
        {
            case MethodDeclarationSyntax method:
                return root.ReplaceNode(method, method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(WithEnd(block, method.SemicolonToken)));
            case LocalFunctionStatementSyntax function:
                return root.ReplaceNode(function, function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(WithEnd(block, function.SemicolonToken)));
            case LambdaExpressionSyntax { ExpressionBody: not null } lambda:
                return root.ReplaceNode(lambda, lambda.WithBody(block.WithTrailingTrivia(lambda.GetTrailingTrivia())));
            default:
                return root;
        }
    }

    /// <summary>
    /// <paramref name="statement"/> as a new line after <paramref name="blank"/> lines. Only trivia that is not elastic keeps the
    /// blank lines around it; the indentation is left to the formatter.
    /// </summary>
    public static T Line<T>(T statement, SyntaxTriviaList blank = default) where T : SyntaxNode =>
        statement.WithLeadingTrivia(blank).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary><paramref name="statement"/> and its comments as lines of their own at another place; the indentation is left to the formatter.</summary>
    public static StatementSyntax Moved(StatementSyntax statement) =>
        statement.WithLeadingTrivia(SplitBlankLines(statement.GetLeadingTrivia()).Others).WithTrailingTrivia(LineEnd(statement.GetTrailingTrivia())).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>
    /// The indentation of the line on which <paramref name="statement"/> begins. A statement that moves takes it along: the formatter
    /// shifts continuation lines by as much as the first line moves, and must know where that was.
    /// </summary>
    public static SyntaxTriviaList Indentation(StatementSyntax statement)
    {
        var text = statement.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(statement.SpanStart).ToString();
        var indentation = line.Substring(0, line.Length - line.TrimStart().Length);
        return indentation.Length == 0 ? default : SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(indentation));
    }

    private static BlockSyntax WithEnd(BlockSyntax block, SyntaxToken semicolon) => block.WithTrailingTrivia(semicolon.TrailingTrivia);

    /// <summary>The blank lines that <paramref name="trivia"/> begins with, and the rest.</summary>
    public static (SyntaxTriviaList Blank, SyntaxTriviaList Others) SplitBlankLines(SyntaxTriviaList trivia)
    {
        var rest = 0;
        for (var i = 0; i < trivia.Count && (trivia[i].IsKind(SyntaxKind.WhitespaceTrivia) || trivia[i].IsKind(SyntaxKind.EndOfLineTrivia)); i++)
        {
            if (trivia[i].IsKind(SyntaxKind.EndOfLineTrivia))
                rest = i + 1;
        }

        return (SyntaxFactory.TriviaList(trivia.Take(rest)), SyntaxFactory.TriviaList(trivia.Skip(rest)));
    }

    /// <summary>True where taking <paramref name="node"/> elsewhere would tear a preprocessor directive from its place.</summary>
    public static bool HasDirectives(SyntaxNode node) => node.ContainsDirectives;
}
