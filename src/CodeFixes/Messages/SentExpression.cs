using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Messages;

/// <summary>The expression that names what was sent.</summary>
internal static class SentExpression
{
    /// <summary>In the call that sends, or else in what the local that it sends was made from; null where it stands elsewhere.</summary>
    public static ExpressionSyntax? Find(FixSite site)
    {
        if (In(site.Read, site.Hint.Member) is { } here)
            return here;
        foreach (var name in site.Read.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (site.Model.GetSymbolInfo(name).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } references } && references[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } made } declarator && declarator.SyntaxTree == site.Root.SyntaxTree && In(made, site.Hint.Member) is { } there)
                return there;
        }

        return null;
    }

    /// <summary>True where the expression is this very object, and not one that lies inside it or that it lies in.</summary>
    public static bool IsNamed(ExpressionSyntax expression, string name) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == LastOf(name),
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == LastOf(name),
        _ => false,
    };

    private static string LastOf(string name) => name.Substring(name.LastIndexOf('.') + 1);

    private static ExpressionSyntax? In(SyntaxNode node, string name)
    {
        IEnumerable<SyntaxNode> parts = node is InvocationExpressionSyntax call ? call.ArgumentList.Arguments : new[] { node };
        foreach (var expression in parts.SelectMany(p => p.DescendantNodesAndSelf(static n => n is not AnonymousFunctionExpressionSyntax)).OfType<ExpressionSyntax>())
        {
            if (IsNamed(expression, name) && !(expression.Parent is MemberAccessExpressionSyntax access && access.Name == expression) && expression.Parent is not (NameColonSyntax or NameEqualsSyntax) && !(expression.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == expression))
                return expression;
        }

        return null;
    }
}
