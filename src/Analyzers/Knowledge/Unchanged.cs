using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// <c>if (_value == value) return; _value = value;</c>, the setter of every view model: what lies there already is not stored once more. By syntax: the
/// two that are compared are the two of the assignment, and where they are equal nothing else is done.
/// </summary>
internal static class Unchanged
{
    /// <summary>True for the condition of such a statement.</summary>
    public static bool IsAsked(SyntaxNode condition)
    {
        var isEqual = true;
        var outer = condition;
        for (; outer.Parent is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }; outer = outer.Parent)
            isEqual ^= outer.Parent is PrefixUnaryExpressionSyntax;
        if (outer.Parent is not IfStatementSyntax { Else: null } choice || choice.Condition != outer || Sides(condition, ref isEqual) is not var (one, other))
            return false;
        if (!isEqual)
            return Stores(choice.Statement, one, other) == true;
        return choice is { Statement: ReturnStatementSyntax or BlockSyntax { Statements: [ReturnStatementSyntax] }, Parent: BlockSyntax around }
            && around.Statements.SkipWhile(s => s != choice).Skip(1).Select(s => Stores(s, one, other)).FirstOrDefault(static s => s is not null) == true;
    }

    private static (ExpressionSyntax One, ExpressionSyntax Other)? Sides(SyntaxNode condition, ref bool isEqual)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax inner:
                return Sides(inner.Expression, ref isEqual);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                isEqual = !isEqual;
                return Sides(not.Operand, ref isEqual);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } binary:
                isEqual ^= binary.IsKind(SyntaxKind.NotEqualsExpression);
                return (binary.Left, binary.Right);
            case InvocationExpressionSyntax { ArgumentList.Arguments: [var left, var right, ..] } call when Compares(call):
                return (left.Expression, right.Expression);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var left }, ArgumentList.Arguments: [var right] } call when Compares(call):
                return (left, right.Expression);
            default:
                return null;
        }
    }

    private static bool Compares(InvocationExpressionSyntax call) => TypeSyntaxFacts.LastName(call.Expression) is "Equals" or "ReferenceEquals";

    /// <summary>Whether the statement stores the one in the other before it waits; false where it waits first, null where it does neither.</summary>
    private static bool? Stores(StatementSyntax statement, ExpressionSyntax one, ExpressionSyntax other)
    {
        foreach (var node in statement.DescendantTokens())
        {
            if (node.IsKind(SyntaxKind.AwaitKeyword))
                return false;
            if (node.IsKind(SyntaxKind.EqualsToken) && node.Parent is AssignmentExpressionSyntax store && (Same(store.Left, one) && Same(store.Right, other) || Same(store.Left, other) && Same(store.Right, one)))
                return true;
        }

        return null;
    }

    private static bool Same(SyntaxNode one, SyntaxNode other) => SyntaxFactory.AreEquivalent(one, other, topLevel: false);
}
