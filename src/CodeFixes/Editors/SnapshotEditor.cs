using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary><c>foreach (var x in _list)</c> becomes <c>foreach (var x in _list.ToArray())</c>.</summary>
internal static class SnapshotEditor
{
    /// <summary>The root with the copy; null where there is no loop over the collection here, or none can be made of it.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        var loop = site.Write.AncestorsAndSelf().OfType<CommonForEachStatementSyntax>().FirstOrDefault(l => l.Expression.Span.Contains(site.Write.Span));
        if (loop is null || loop.AwaitKeyword != default || site.Model.GetTypeInfo(loop.Expression).Type is not { } type || type is IArrayTypeSymbol or IErrorTypeSymbol)
            return null;
        var expression = loop.Expression;
        var receiver = NeedsParentheses(expression) ? SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia()) : expression.WithoutTrivia();
        var copy = SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, SyntaxFactory.IdentifierName("ToArray")));
        var root = site.Root.ReplaceNode(expression, copy.WithTriviaFrom(expression));
        return site.Model.LookupSymbols(expression.SpanStart, type, "ToArray", includeReducedExtensionMethods: true).IsEmpty ? Usings.Add(root, "System.Linq") : root;
    }

    private static bool NeedsParentheses(ExpressionSyntax expression) => expression is not (
        IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax
        or BaseObjectCreationExpressionSyntax or GenericNameSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression });
}
