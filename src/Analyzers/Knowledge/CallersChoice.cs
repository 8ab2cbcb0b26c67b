using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Guards that are taken only where the caller says so, who may hold them already.</summary>
internal static class CallersChoice
{
    /// <summary>
    /// True where a parameter or local decides whether the guard is taken: <c>if (!lockHeld) await _gate.WaitAsync();</c>, or a parameter ends
    /// the method before it: <c>if (lockHeld) { Work(); return; }</c>. Then others may have taken it.
    /// </summary>
    public static bool Is(Site acquire, Site release)
    {
        if (GuardPlaces.Function(acquire.Node) is not { } function)
            return false;
        for (var node = acquire.Node; node?.Parent is { } parent && parent != function; node = parent)
        {
            if (EndsBefore(node, function))
                return true;
            if (release.Node is not null && parent.Span.Contains(release.Node.Span))
                return false;
            if (parent is IfStatementSyntax branch && node != branch.Condition && branch.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Parent is not MemberAccessExpressionSyntax { Expression: var owner } || owner == n) && branch.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => IsOwn(n, function)))
                return true;
        }

        return false;
    }

    /// <summary>A statement before it in its list that returns where a parameter, and nothing else, says so; a wrong argument is thrown for, and is no such choice.</summary>
    private static bool EndsBefore(SyntaxNode node, SyntaxNode function) => node is StatementSyntax && node.Parent is BlockSyntax block
        && block.Statements.TakeWhile(s => s != node).OfType<IfStatementSyntax>().Any(s => IsParameter(s.Condition, function)
            && (s.Statement is BlockSyntax { Statements: { Count: > 0 } inner } ? inner.Last() : s.Statement) is ReturnStatementSyntax);

    private static bool IsParameter(ExpressionSyntax condition, SyntaxNode function)
    {
        if (condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not)
            condition = not.Operand;
        return condition is IdentifierNameSyntax name && function.ChildNodes().OfType<ParameterListSyntax>().Any(l => l.Parameters.Any(p => p.Identifier.ValueText == name.Identifier.ValueText));
    }

    /// <summary>True for a parameter or local of the function.</summary>
    public static bool IsOwn(IdentifierNameSyntax name, SyntaxNode function) =>
        Places.Declares(function, name.Identifier.ValueText);
}
