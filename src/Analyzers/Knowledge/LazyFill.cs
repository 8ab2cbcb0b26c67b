using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Private fields that only keep what was computed when it was first asked for: nobody sees them change.</summary>
internal static class LazyFill
{
    /// <summary>True where all that is ever done to the field after construction is <c>_text ??= …</c>.</summary>
    public static bool IsOnlyFilled(IFieldSymbol field)
    {
        if (field.DeclaredAccessibility != Accessibility.Private || field.ContainingType is not { } type)
            return false;
        var found = false;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var name in NameIndex.In(reference.GetSyntax(), field.Name))
            {
                SyntaxNode place = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                switch (place.Parent)
                {
                    case AssignmentExpressionSyntax assignment when assignment.Left == place:
                        if (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression))
                            found = true;
                        else if (!IsInConstructor(assignment))
                            return false;
                        break;
                    case ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None }:
                    case RefExpressionSyntax:
                    case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.AddressOfExpression }:
                    case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression }:
                        return false;
                }
            }
        }

        return found;
    }

    private static bool IsInConstructor(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            if (ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return false;
            if (ancestor is MemberDeclarationSyntax)
                return ancestor is ConstructorDeclarationSyntax;
        }

        return false;
    }
}
