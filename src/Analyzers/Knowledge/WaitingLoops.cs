using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Which collections the loops of a member go through while they wait, by the names that stand in the source.</summary>
internal static class WaitingLoops
{
    private const int MaxHops = 8;

    /// <summary>The names of what the loop goes through, as far as they may be members; empty where it does not wait in its body or goes through a copy.</summary>
    public static IEnumerable<string> Sources(CommonForEachStatementSyntax loop, SyntaxNode member) =>
        Waits(loop.Statement) ? NamesOf(loop.Expression, member) : Array.Empty<string>();

    /// <summary>The names of the members from which the expression gets the collection it stands for; locals are traced to what they were made from.</summary>
    public static IEnumerable<string> NamesOf(ExpressionSyntax expression, SyntaxNode member)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(expression, member, names, 0);
        return names;
    }

    private static bool Waits(SyntaxNode body)
    {
        foreach (var node in body.DescendantNodesAndSelf(static n => n is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax))
        {
            switch (node)
            {
                case AwaitExpressionSyntax or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldReturnStatement }:
                case CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 }:
                case UsingStatementSyntax { AwaitKeyword.RawKind: not 0 }:
                case LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 }:
                    return true;
            }
        }

        return false;
    }

    private static void Collect(SyntaxNode? expression, SyntaxNode member, HashSet<string> names, int depth)
    {
        if (depth > MaxHops)
            return;
        switch (expression)
        {
            case IdentifierNameSyntax name:
                if (OriginOf(name.Identifier.ValueText, member) is { } origin)
                    Collect(origin, member, names, depth + 1);
                else
                    names.Add(name.Identifier.ValueText);
                break;
            case MemberAccessExpressionSyntax access:
                if (access.Name.Identifier.ValueText is "Keys" or "Values" or "Value")
                    Collect(access.Expression, member, names, depth + 1);
                else
                    names.Add(access.Name.Identifier.ValueText);
                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } own }:
                names.Add(own.Name.Identifier.ValueText);
                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call }:
                if (!call.Name.Identifier.ValueText.StartsWith("To", StringComparison.Ordinal))
                    Collect(call.Expression, member, names, depth + 1);
                break;
            case InvocationExpressionSyntax { Expression: SimpleNameSyntax own }:
                names.Add(own.Identifier.ValueText);
                break;
            case ConditionalAccessExpressionSyntax access:
                Collect(access.Expression, member, names, depth + 1);
                break;
            case ElementAccessExpressionSyntax element:
                Collect(element.Expression, member, names, depth + 1);
                break;
            case ParenthesizedExpressionSyntax inner:
                Collect(inner.Expression, member, names, depth + 1);
                break;
            case CastExpressionSyntax cast:
                Collect(cast.Expression, member, names, depth + 1);
                break;
            case PostfixUnaryExpressionSyntax suppressed:
                Collect(suppressed.Operand, member, names, depth + 1);
                break;
            case ConditionalExpressionSyntax choice:
                Collect(choice.WhenTrue, member, names, depth + 1);
                Collect(choice.WhenFalse, member, names, depth + 1);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice:
                Collect(choice.Left, member, names, depth + 1);
                Collect(choice.Right, member, names, depth + 1);
                break;
        }
    }

    /// <summary>What a local gets its value from; null for what is no local of the member.</summary>
    private static SyntaxNode? OriginOf(string name, SyntaxNode member)
    {
        if (member is FieldDeclarationSyntax or EventFieldDeclarationSyntax)
            return null;
        foreach (var token in NameIndex.TokensIn(member, name))
        {
            switch (token.Parent)
            {
                case VariableDeclaratorSyntax { Initializer.Value: { } value }:
                    return value;
                case SingleVariableDesignationSyntax designation:
                    return designation.FirstAncestorOrSelf<InvocationExpressionSyntax>() ?? (SyntaxNode?)designation.FirstAncestorOrSelf<IsPatternExpressionSyntax>()?.Expression;
                case ForEachStatementSyntax loop:
                    return loop.Expression;
            }
        }

        return null;
    }
}
