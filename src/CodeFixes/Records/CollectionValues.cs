using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>Values of a collection member in the form that its new type takes.</summary>
internal static class CollectionValues
{
    /// <summary>The value as a collection expression; null where that is not plain from the syntax.</summary>
    public static ExpressionSyntax? AsCollection(ExpressionSyntax value)
    {
        switch (value)
        {
            case CollectionExpressionSyntax:
                return value;
            case ArrayCreationExpressionSyntax { Initializer: { } elements }:
                return Of(elements);
            case ArrayCreationExpressionSyntax { Type.RankSpecifiers: { Count: 1 } ranks } when ranks[0].Sizes.Count == 1 && ranks[0].Sizes[0] is LiteralExpressionSyntax { Token.ValueText: "0" }:
                return Of(null);
            case ImplicitArrayCreationExpressionSyntax { Initializer: { } elements }:
                return Of(elements);
            case InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ArrayInitializerExpression or (int)SyntaxKind.CollectionInitializerExpression } elements:
                return Of(elements);
            case BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } creation when creation.Initializer is null or { RawKind: (int)SyntaxKind.CollectionInitializerExpression }:
                return Of(creation.Initializer);
            case InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name: var name, Expression: var source } } when name.Identifier.ValueText is "ToList" or "ToArray":
                return Spread(source);
            case InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty", Expression: IdentifierNameSyntax { Identifier.ValueText: "Array" } } }:
                return Of(null);
            default:
                return null;
        }
    }

    /// <summary>The value where the member is an interface: <c>new()</c> and bare braces need the name of what they make.</summary>
    /// <param name="value">The value, or the elements in braces.</param>
    /// <param name="made">What was made until now: <c>List&lt;int&gt;</c> or <c>int[]</c>.</param>
    public static ExpressionSyntax Named(ExpressionSyntax value, TypeSyntax made) => value switch
    {
        ImplicitObjectCreationExpressionSyntax creation => SyntaxFactory.ObjectCreationExpression(made.WithLeadingTrivia(SyntaxFactory.Space), creation.ArgumentList, creation.Initializer).WithTriviaFrom(value),
        InitializerExpressionSyntax { RawKind: (int)SyntaxKind.CollectionInitializerExpression } elements => SyntaxFactory.ObjectCreationExpression(made.WithLeadingTrivia(SyntaxFactory.Space), null, elements.WithLeadingTrivia(SyntaxFactory.Space)).WithTriviaFrom(value),
        InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ArrayInitializerExpression } elements => SyntaxFactory.ImplicitArrayCreationExpression(elements.WithLeadingTrivia(SyntaxFactory.Space)),
        _ => value,
    };

    private static ExpressionSyntax? Of(InitializerExpressionSyntax? elements)
    {
        if (elements is null)
            return SyntaxFactory.CollectionExpression();
        return elements.Expressions.Any(e => e is InitializerExpressionSyntax or AssignmentExpressionSyntax)
            ? null
            : Make(elements.Expressions.Select(e => (CollectionElementSyntax)SyntaxFactory.ExpressionElement(e.WithoutTrivia())));
    }

    private static ExpressionSyntax Spread(ExpressionSyntax source) => Make(new[] { (CollectionElementSyntax)SyntaxFactory.SpreadElement(SyntaxFactory.Token(SyntaxKind.DotDotToken).WithTrailingTrivia(SyntaxFactory.Space), source.WithoutTrivia()) });

    private static ExpressionSyntax Make(IEnumerable<CollectionElementSyntax> elements)
    {
        var all = elements.ToList();
        var commas = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, all.Count - 1));
        return SyntaxFactory.CollectionExpression(SyntaxFactory.SeparatedList(all, commas));
    }
}
