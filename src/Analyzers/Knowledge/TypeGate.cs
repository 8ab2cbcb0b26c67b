using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Lets only those types through that can hold a mistake at all: something in them suspends and something in them writes. Looks at
/// syntax only, and first at whether the word occurs in the file; that is kept for each syntax tree.
/// </summary>
internal static class TypeGate
{
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_waits = new();
    private static readonly object s_yes = new();
    private static readonly object s_no = new();

    /// <summary>True where the type is worth lowering.</summary>
    public static bool IsOpen(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var waits = false;
        var writes = false;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (!ReferenceEquals(s_waits.GetValue(reference.SyntaxTree, static t => TextSearch.Contains(t.GetText(), "await") ? s_yes : s_no), s_yes) && type.DeclaringSyntaxReferences.Length == 1)
                return false;
            cancellationToken.ThrowIfCancellationRequested();
            Look(reference.GetSyntax(cancellationToken), ref waits, ref writes);
            if (waits && writes)
                return true;
        }

        return false;
    }

    private static void Look(SyntaxNode declaration, ref bool waits, ref bool writes)
    {
        foreach (var node in declaration.DescendantNodes(n => n == declaration || n is not BaseTypeDeclarationSyntax))
        {
            switch (node.Kind())
            {
                case SyntaxKind.AwaitExpression:
                case SyntaxKind.YieldReturnStatement:
                    waits = true;
                    break;
                case SyntaxKind.ForEachStatement when ((CommonForEachStatementSyntax)node).AwaitKeyword != default:
                case SyntaxKind.ForEachVariableStatement when ((CommonForEachStatementSyntax)node).AwaitKeyword != default:
                case SyntaxKind.UsingStatement when ((UsingStatementSyntax)node).AwaitKeyword != default:
                case SyntaxKind.LocalDeclarationStatement when ((LocalDeclarationStatementSyntax)node).AwaitKeyword != default:
                    waits = true;
                    break;
                case SyntaxKind.InvocationExpression:
                    // A call can change a collection or pass a location by reference.
                    writes = true;
                    break;
                default:
                    writes |= node is AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } or PostfixUnaryExpressionSyntax;
                    break;
            }

            if (waits && writes)
                return;
        }
    }
}
