using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Messages;

/// <summary>Moves the declaration of the message into the loop that fills and sends it.</summary>
internal static class CreateInLoopEditor
{
    /// <summary>The root; null where a turn needs what an earlier one has left in the object.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (SentExpression.Find(site) is not IdentifierNameSyntax sent || site.Model.GetSymbolInfo(sent).Symbol is not ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } references } local)
            return null;
        if (references[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Parent: BlockSyntax around } declaration } } declarator)
            return null;
        if (sent.Ancestors().TakeWhile(a => a != around).OfType<StatementSyntax>().LastOrDefault() is not { } loop || BodyOf(loop) is not BlockSyntax body || !body.Span.Contains(sent.Span))
            return null;
        var uses = Bodies.Enclosing(sent).DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(n).Symbol, local)).ToList();
        if (uses.Any(u => !body.Span.Contains(u.Span) || !IsOfOneTurn(u, body, sent)) || DependsOnLoop(site, declarator.Initializer!.Value, loop))
            return null;

        // Comments that belong to it move with it.
        var moved = declaration.WithLeadingTrivia(Comments(declaration)).WithTrailingTrivia(HasComment(declaration.GetTrailingTrivia()) ? declaration.GetTrailingTrivia() : SyntaxFactory.TriviaList(SyntaxFactory.ElasticCarriageReturnLineFeed)).WithAdditionalAnnotations(Formatter.Annotation);
        var inside = body.WithStatements(body.Statements.Insert(0, moved));
        var root = site.Root.TrackNodes(declaration, body);
        root = root.ReplaceNode(root.GetCurrentNode(body)!, inside.WithAdditionalAnnotations(Formatter.Annotation));
        return root.RemoveNode(root.GetCurrentNode(declaration) ?? root.DescendantNodes().OfType<LocalDeclarationStatementSyntax>().First(d => d.IsEquivalentTo(declaration)), SyntaxRemoveOptions.KeepUnbalancedDirectives);
    }

    private static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax f => f.Statement,
        CommonForEachStatementSyntax each => each.Statement,
        WhileStatementSyntax w => w.Statement,
        DoStatementSyntax d => d.Statement,
        _ => null,
    };

    private static bool HasComment(SyntaxTriviaList trivia) => trivia.Any(SyntaxKind.SingleLineCommentTrivia) || trivia.Any(SyntaxKind.MultiLineCommentTrivia);

    private static SyntaxTriviaList Comments(SyntaxNode node) =>
        SyntaxFactory.TriviaList(node.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.WhitespaceTrivia)));

    /// <summary>Each turn gives the object all its values again: members are set at the top of the loop, from something else.</summary>
    private static bool IsOfOneTurn(IdentifierNameSyntax use, BlockSyntax body, IdentifierNameSyntax sent)
    {
        if (use == sent)
            return true;
        if (use.Ancestors().TakeWhile(a => a != body).Any(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            return false;
        ExpressionSyntax whole = use;
        while (whole.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax { Expression: var _ } && whole.Parent is ExpressionSyntax outer && Owner(outer) == whole)
            whole = outer;
        return whole.Parent switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax { Parent: var block } } assignment => whole is MemberAccessExpressionSyntax && assignment.Left == whole && block == body && !assignment.Right.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == use.Identifier.ValueText),
            _ => false,
        };
    }

    private static ExpressionSyntax? Owner(ExpressionSyntax outer) => outer switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        ElementAccessExpressionSyntax element => element.Expression,
        _ => null,
    };

    /// <summary>True where the value would be another one inside: it names what the loop declares or changes, or does something.</summary>
    private static bool DependsOnLoop(FixSite site, ExpressionSyntax value, StatementSyntax loop)
    {
        foreach (var node in value.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } or AnonymousFunctionExpressionSyntax)
                return true;
            if (node is not IdentifierNameSyntax name || site.Model.GetSymbolInfo(name).Symbol is not (ILocalSymbol or IParameterSymbol or IFieldSymbol) || name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == name)
                continue;
            if (loop.DescendantNodes().Any(n => n is AssignmentExpressionSyntax { Left: var left } && SentExpression.IsNamed(left, name.Identifier.ValueText)
                || n is PostfixUnaryExpressionSyntax { Operand: var stepped } && SentExpression.IsNamed(stepped, name.Identifier.ValueText)
                || n is PrefixUnaryExpressionSyntax { Operand: var turned } && SentExpression.IsNamed(turned, name.Identifier.ValueText)
                || n is ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: var passed } && SentExpression.IsNamed(passed, name.Identifier.ValueText)))
            {
                return true;
            }
        }

        return false;
    }
}
