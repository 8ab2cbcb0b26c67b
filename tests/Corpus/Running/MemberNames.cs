using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Corpus.Running;

/// <summary>The type and member that a place stands in, as text that survives edits elsewhere.</summary>
internal static class MemberNames
{
    /// <summary><c>Outer.Inner.Method</c>; types only for a place outside members, and nothing outside types.</summary>
    public static string Of(SyntaxNode? node) => string.Join('.', (node?.AncestorsAndSelf().Select(Name) ?? []).Where(name => name is not null).Reverse());

    private static string? Name(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax => "ctor",
        DestructorDeclarationSyntax => "finalizer",
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        IndexerDeclarationSyntax => "this",
        EventDeclarationSyntax @event => @event.Identifier.ValueText,
        OperatorDeclarationSyntax @operator => "operator " + @operator.OperatorToken.ValueText,
        ConversionOperatorDeclarationSyntax => "operator",
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.FirstOrDefault()?.Identifier.ValueText,
        _ => null,
    };
}
