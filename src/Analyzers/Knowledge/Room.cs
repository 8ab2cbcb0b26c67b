using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Numbers that have a limit: <c>if (_active >= max) await …; _active++;</c> asks for room before it takes some.</summary>
internal static class Room
{
    /// <summary>
    /// Which outcome of the condition says that there is no room for the change: more than enough where the number grows, too little where it
    /// shrinks. Null where the condition does not compare the number, or it neither grows nor shrinks.
    /// </summary>
    /// <param name="condition">The condition; where it is a variable, what was compared when that was set counts.</param>
    /// <param name="read">Where the number was read for it.</param>
    /// <param name="change">Where the number is changed.</param>
    /// <param name="name">What the changed location is called.</param>
    public static bool? IsMissing(Site condition, Site read, Site change, string name)
    {
        if (condition.Node is not { } asked || Grows(change.Node) is not { } grows)
            return null;
        var turned = false;
        while (asked is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression })
        {
            turned ^= asked is PrefixUnaryExpressionSyntax;
            asked = asked is PrefixUnaryExpressionSyntax not ? not.Operand : ((ParenthesizedExpressionSyntax)asked).Expression;
        }

        if (asked is IdentifierNameSyntax)
            asked = read.Node?.AncestorsAndSelf().TakeWhile(static n => n is ExpressionSyntax).FirstOrDefault(static n => n is BinaryExpressionSyntax);
        if (asked is not BinaryExpressionSyntax compared || !Names(compared, name))
            return null;
        var left = Names(compared.Left, name);
        return compared.Kind() switch
        {
            SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression => (left == grows) ^ turned,
            SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression => (left != grows) ^ turned,
            SyntaxKind.EqualsExpression => !turned,
            SyntaxKind.NotEqualsExpression => turned,
            _ => null,
        };
    }

    /// <summary>True where the condition compares something.</summary>
    public static bool IsCompared(Site condition) => condition.Node is { } asked && asked.DescendantNodesAndSelf().Any(static n => n is BinaryExpressionSyntax or IsPatternExpressionSyntax);

    private static bool Names(SyntaxNode side, string name) => side.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax named && named.Identifier.ValueText == name);

    private static bool? Grows(SyntaxNode? change) => change?.AncestorsAndSelf().FirstOrDefault(static n => n is not ExpressionSyntax || Direction(n) is not null) is { } changed ? Direction(changed) : null;

    private static bool? Direction(SyntaxNode change) => change.Kind() switch
    {
        SyntaxKind.PostIncrementExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.AddAssignmentExpression => true,
        SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.SubtractAssignmentExpression => false,
        SyntaxKind.SimpleAssignmentExpression when ((AssignmentExpressionSyntax)change).Right.IsKind(SyntaxKind.AddExpression) => true,
        SyntaxKind.SimpleAssignmentExpression when ((AssignmentExpressionSyntax)change).Right.IsKind(SyntaxKind.SubtractExpression) => false,
        _ => null,
    };
}
