using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Elements that are looked up by a place or key which must be there: <c>if (i &lt; _rows.Count) … _rows[i]</c>.</summary>
internal static class Lookups
{
    /// <summary>The expression that looks the element up, given it or what stands directly in it; null for none.</summary>
    public static ElementAccessExpressionSyntax? ElementOf(SyntaxNode? node) => node as ElementAccessExpressionSyntax ?? node?.Parent as ElementAccessExpressionSyntax;

    /// <summary><c>string.IsNullOrEmpty(_text)</c>, or that it is not.</summary>
    public static bool AsksForMissingText(SyntaxNode? condition) => condition switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var inner } => AsksForMissingText(inner),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var asks } } => Collections.AsksForMissingText(asks),
        _ => false,
    };

    /// <summary>
    /// True where one outcome of the condition says that the element is there; which one, in <paramref name="outcome"/>: the number of
    /// elements is compared with what looks it up, or the key is asked for.
    /// </summary>
    /// <param name="condition">The condition.</param>
    /// <param name="lookup">Where the element is looked up.</param>
    /// <param name="outcome">What the condition must give.</param>
    public static bool IsAskedFor(Site condition, Site lookup, out bool outcome)
    {
        outcome = false;
        if (condition.Node is not { } asked || ElementOf(lookup.Node) is not { } element || Outcome(asked) is not { } found)
            return false;
        outcome = found;
        return element.ArgumentList.DescendantNodes().OfType<IdentifierNameSyntax>().All(n => asked.DescendantNodesAndSelf().Any(a => a is IdentifierNameSyntax same && same.Identifier.ValueText == n.Identifier.ValueText));
    }

    private static bool? Outcome(SyntaxNode asked) => asked switch
    {
        ParenthesizedExpressionSyntax inner => Outcome(inner.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => !Outcome(not.Operand),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } } when Collections.AsksForKey(called) => true,
        BinaryExpressionSyntax compared when IsCount(compared.Left) => OfCount(compared.Kind(), compared.Right),
        BinaryExpressionSyntax compared when IsCount(compared.Right) => OfCount(Turned(compared.Kind()), compared.Left),
        _ => null,
    };

    private static bool IsCount(ExpressionSyntax side) => side is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Collections.Number };

    private static bool? OfCount(SyntaxKind compared, ExpressionSyntax with) => compared switch
    {
        SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression => true,
        SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression => false,
        SyntaxKind.EqualsExpression when IsZero(with) => false,
        SyntaxKind.NotEqualsExpression when IsZero(with) => true,
        _ => null,
    };

    private static bool IsZero(ExpressionSyntax with) => with is LiteralExpressionSyntax { Token.ValueText: "0" };

    private static SyntaxKind Turned(SyntaxKind compared) => compared switch
    {
        SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanExpression,
        SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanOrEqualExpression,
        SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanExpression,
        SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanOrEqualExpression,
        _ => compared,
    };
}
