using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>
/// Whether a slot of the thread says for whom the thread works: a member is told what to put there. What is made where it is missing is there for the
/// thread's own sake, and is as good on another thread.
/// </summary>
internal static class ThreadContexts
{
    /// <summary>True where all that sets the private field is given from outside or is nothing, and something is given.</summary>
    public static bool Is(object? slot)
    {
        if (slot is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences: { Length: 1 } types } field)
            return false;
        var isGiven = false;
        foreach (var name in NameIndex.In(types[0].GetSyntax(), field.Name))
        {
            var place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or SimpleNameSyntax } own && own.Name == name ? own : (ExpressionSyntax)name;
            if (place.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: AmbientApi.Value } value && value.Expression == place)
                place = value;
            if (place.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
                return false;
            if (place.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != place)
                continue;
            if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || !(IsGiven(assignment.Right) || assignment.Right.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression))
                return false;
            isGiven |= IsGiven(assignment.Right);
        }

        return isGiven;
    }

    /// <summary>True for a parameter of the member, and for the value that a setter is given.</summary>
    private static bool IsGiven(ExpressionSyntax value) =>
        value is IdentifierNameSyntax { Identifier.ValueText: var name } && (CallShape.MemberOf(value) switch
        {
            BaseMethodDeclarationSyntax method => method.ParameterList.Parameters.Any(p => p.Identifier.ValueText == name),
            BasePropertyDeclarationSyntax => name == "value",
            _ => false,
        });
}
