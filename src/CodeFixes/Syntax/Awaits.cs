using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>New <c>await</c>s, written as those around them.</summary>
internal static class Awaits
{
    /// <summary>True where most awaits among <paramref name="nodes"/> go on wherever they like: <c>ConfigureAwait(false)</c>.</summary>
    public static bool Configure(IEnumerable<SyntaxNode> nodes)
    {
        var awaits = nodes.OfType<AwaitExpressionSyntax>().ToList();
        var configured = awaits.Count(a => IsConfigured(a.Expression));
        return configured > 0 && configured * 2 >= awaits.Count;
    }

    /// <summary><c>await task</c> in <paramref name="body"/>, with <c>ConfigureAwait(false)</c> where the body, or the file if the body awaits nothing yet, has it.</summary>
    public static AwaitExpressionSyntax Of(ExpressionSyntax task, SyntaxNode body, SyntaxNode root)
    {
        var operand = task.WithoutTrivia();
        if (operand is not (InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax or BaseObjectCreationExpressionSyntax))
            operand = SyntaxFactory.ParenthesizedExpression(operand);
        var own = Bodies.OwnNodes(body).OfType<AwaitExpressionSyntax>().ToList();
        if (!IsConfigured(operand) && Configure(own.Count > 0 ? own : root.DescendantNodes()))
        {
            operand = SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, operand, SyntaxFactory.IdentifierName("ConfigureAwait")),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression)))));
        }

        return SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), operand);
    }

    private static bool IsConfigured(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }, ArgumentList.Arguments: { Count: 1 } arguments }
        && arguments[0].Expression.IsKind(SyntaxKind.FalseLiteralExpression);
}
