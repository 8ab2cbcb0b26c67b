using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>The bodies of a member of another type than the one at hand, from its syntax. Dear, as the member is bound once more: only where names already look wrong.</summary>
internal static class MemberBodies
{
    /// <summary>The lowered bodies of a method, constructor, or of the accessors of a property; none for a field.</summary>
    public static IEnumerable<LoweredBody> Of(SyntaxNode member, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        foreach (var declaration in Declarations(member))
        {
            var model = Uses.In(knowledge.Compilation).ModelOf(declaration);
            var owner = declaration is ArrowExpressionClauseSyntax { Parent: { } property }
                ? (model.GetDeclaredSymbol(property, cancellationToken) as IPropertySymbol)?.GetMethod
                : model.GetDeclaredSymbol(declaration, cancellationToken);
            var block = model.GetOperation(declaration, cancellationToken) switch
            {
                IMethodBodyBaseOperation body => body.BlockBody ?? body.ExpressionBody,
                var other => other,
            };
            if (owner is not null && block is not null && BodyLowering.Lower(block, owner, null, knowledge, cancellationToken) is { } lowered)
                yield return lowered;
        }
    }

    private static IEnumerable<SyntaxNode> Declarations(SyntaxNode member) => member switch
    {
        BaseMethodDeclarationSyntax => new[] { member },
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } => new[] { arrow },
        IndexerDeclarationSyntax { ExpressionBody: { } arrow } => new[] { arrow },
        BasePropertyDeclarationSyntax { AccessorList: { } list } => list.Accessors.Where(a => a.Body is not null || a.ExpressionBody is not null),
        _ => Array.Empty<SyntaxNode>(),
    };
}
