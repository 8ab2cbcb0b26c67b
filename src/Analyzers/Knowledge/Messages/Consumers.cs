using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>Whether what is put into a collection is taken out by another execution than the one that puts it there.</summary>
internal static class Consumers
{
    /// <summary>
    /// True where the type takes elements out of the field in a function other than the one of the place, and that function is given to
    /// something that starts work, waits in a loop, or is named as such by what does.
    /// </summary>
    public static bool RunElsewhere(ISymbol collection, SyntaxNode place, CancellationToken cancellationToken)
    {
        if (collection is not (IFieldSymbol or IPropertySymbol) || collection.ContainingType is not { } type)
            return false;
        var own = FunctionOf(place);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            var declaration = reference.GetSyntax(cancellationToken);
            foreach (var node in declaration.DescendantNodes())
            {
                if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && TakesOut(access.Name.Identifier.ValueText)
                    && TypeSyntaxFacts.LastName(access.Expression) == collection.Name
                    && FunctionOf(node) is { } taker && taker != own && IsStarted(taker, declaration))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool TakesOut(string method) => method is "TryDequeue" or "TryTake" or "TryPop" or "TryPopRange";

    private static bool IsStarted(SyntaxNode function, SyntaxNode type)
    {
        if (function is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax } lambda)
            return Starts(lambda);
        var name = function switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            _ => "",
        };
        if (name.Length == 0)
            return false;
        if (name == "ExecuteAsync" && function is MethodDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(m => m.ValueText == "override"))
            return true;
        return type.DescendantNodes().Any(n => n is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name && Starts(identifier));
    }

    /// <summary>True where the expression, or the call that it names, is an argument of a call that starts work.</summary>
    private static bool Starts(ExpressionSyntax expression)
    {
        foreach (var around in expression.Ancestors())
        {
            switch (around)
            {
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when TypeSyntaxFacts.LastName(call.Expression) is { } name:
                    return name is "Run" or "StartNew" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" || Array.IndexOf(Concurrency.Spawning, name) >= 0;
                case ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax creation }:
                    return creation.Type.ToString() is var made && (made.EndsWith("Thread", StringComparison.Ordinal) || made.EndsWith("Timer", StringComparison.Ordinal));
                case StatementSyntax or MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private static SyntaxNode? FunctionOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax);
}
