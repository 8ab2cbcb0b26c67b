using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Null tests as the file writes them.</summary>
internal static class NullTests
{
    /// <summary><c>value is null</c>, or <c>value == null</c> where the file knows only that form.</summary>
    public static ExpressionSyntax IsNull(SyntaxNode root, ExpressionSyntax value)
    {
        var compares = root.DescendantNodes().OfType<BinaryExpressionSyntax>().Any(b => b.RawKind is (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression && b.Right.IsKind(SyntaxKind.NullLiteralExpression));
        var matches = root.DescendantNodes().OfType<ConstantPatternSyntax>().Any(p => p.Expression.IsKind(SyntaxKind.NullLiteralExpression));
        var literal = SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression);
        return compares && !matches
            ? SyntaxFactory.BinaryExpression(SyntaxKind.EqualsExpression, value, literal)
            : SyntaxFactory.IsPatternExpression(value, SyntaxFactory.ConstantPattern(literal));
    }
}
