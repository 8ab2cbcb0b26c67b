using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Channels;

/// <summary>Completes the channel where the end marker was written, and lets the readers go through all messages instead of looking for it.</summary>
internal static class EndByCompletionEditor
{
    /// <summary>The root; null where a reader is of another form.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Write is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var writer } } || site.Write.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax write)
            return null;
        var changes = new Dictionary<SyntaxNode, SyntaxNode?>
        {
            [write] = SyntaxFactory.ParseStatement($"{writer}.Complete();").WithTriviaFrom(write).WithAdditionalAnnotations(Formatter.Annotation),
        };
        foreach (var end in site.Rivals.Insert(0, site.Read).OfType<IfStatementSyntax>())
        {
            if (end.Else is not null || end.Parent is not BlockSyntax block || end.FirstAncestorOrSelf<StatementSyntax>(s => s is WhileStatementSyntax or ForEachStatementSyntax) is not { } loop)
                return null;
            if (loop is WhileStatementSyntax { Condition.RawKind: (int)SyntaxKind.TrueLiteralExpression } forever)
            {
                if (forever.Statement != block || GoThrough(forever, end) is not { } through)
                    return null;
                changes[forever] = through;
            }
            else
            {
                changes[end] = null;
            }
        }

        if (changes.Keys.Any(k => k.Ancestors().Any(changes.ContainsKey)))
            return null;
        var root = site.Root.TrackNodes(changes.Keys);
        foreach (var (node, by) in changes.Select(c => (c.Key, c.Value)))
        {
            if (root.GetCurrentNode(node) is not { } current)
                return null;
            root = by is not null ? root.ReplaceNode(current, by) : root.RemoveNode(current, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
        }

        return root;
    }

    /// <summary><c>while (true) { var x = await r.ReadAsync(); if (x is null) break; … }</c> as <c>await foreach (var x in r.ReadAllAsync()) { … }</c>.</summary>
    private static StatementSyntax? GoThrough(WhileStatementSyntax loop, IfStatementSyntax end)
    {
        var block = (BlockSyntax)loop.Statement;
        if (block.Statements.Count < 3 || block.Statements[1] != end || block.Statements[0] is not LocalDeclarationStatementSyntax { Declaration: { Variables: { Count: 1 } variables } declaration }
            || variables[0].Initializer?.Value is not AwaitExpressionSyntax { Expression: var awaited } || end.HasLeadingTrivia && Statements.HasDirectives(loop))
            return null;
        var read = awaited.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault(n => n.Identifier.ValueText == "ReadAsync");
        if (read is null || end.Statement.DescendantNodesAndSelf().OfType<StatementSyntax>().Any(s => s is not (BreakStatementSyntax or BlockSyntax)))
            return null;
        var all = awaited.ReplaceNode(read, SyntaxFactory.IdentifierName("ReadAllAsync").WithTriviaFrom(read)).WithoutTrivia();
        var rest = SyntaxFactory.List(block.Statements.Skip(2));
        if (rest.Count > 0)
            rest = rest.Replace(rest[0], rest[0].WithLeadingTrivia(Statements.SplitBlankLines(rest[0].GetLeadingTrivia()).Others));
        return SyntaxFactory.ForEachStatement(
                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.ForEachKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.OpenParenToken),
                declaration.Type.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
                variables[0].Identifier.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.InKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                all,
                loop.CloseParenToken,
                block.WithStatements(rest))
            .WithTriviaFrom(loop).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
