using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>How sure it is that several runs get hold of one element of a collection.</summary>
internal enum GroupKind
{
    /// <summary>Each run may have one of its own.</summary>
    None,

    /// <summary>It is made for whoever comes first with its key: that others come with the same key is what it is for.</summary>
    OnDemand,

    /// <summary>There are a few keys only, for any number of runs.</summary>
    FewKeys,
}

/// <summary>Collections in a keyed collection, <c>_byKind[item.Kind].Add(item)</c>: several runs get hold of the same one, though each looks for its own.</summary>
internal static class Groups
{
    /// <summary>Whether several runs change the same collection at a place.</summary>
    /// <param name="path">The content of the collection that is changed.</param>
    /// <param name="site">The place.</param>
    public static GroupKind Of(AccessPath path, Site site)
    {
        var steps = path.Steps;
        if (path.Truncated || steps.Length < 2 || !steps[steps.Length - 1].IsElement || !steps[steps.Length - 2].IsElement || steps.Take(steps.Length - 2).Any(static s => s.IsElement) || (path.Traits & LocationTraits.Growing) == 0)
            return GroupKind.None;
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } })
            return GroupKind.None;
        switch (receiver is IdentifierNameSyntax local ? Initial(local) : receiver)
        {
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var key }] } when !IsGiven(key):
                return IsFew(KeyOf(steps.Length > 2 ? steps[steps.Length - 3].Key : path.Root.Key)) ? GroupKind.FewKeys : GroupKind.None;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }, ArgumentList.Arguments: [{ Expression: var key }, ..] } when Collections.MakesOnDemand(name) && (steps[steps.Length - 2].Traits & LocationTraits.Concurrent) != 0 && !IsGiven(key):
                return GroupKind.OnDemand;
            default:
                return GroupKind.None;
        }
    }

    /// <summary>What a local is given where it is declared.</summary>
    private static ExpressionSyntax? Initial(IdentifierNameSyntax local) =>
        local.Ancestors().OfType<BlockSyntax>().SelectMany(static b => b.Statements).OfType<LocalDeclarationStatementSyntax>().SelectMany(static s => s.Declaration.Variables)
            .FirstOrDefault(v => v.Identifier.ValueText == local.Identifier.ValueText && v.SpanStart < local.SpanStart)?.Initializer?.Value;

    /// <summary>A key that is a variable, or has one for a part: each run may have its own.</summary>
    private static bool IsGiven(ExpressionSyntax key) => key is IdentifierNameSyntax || key is TupleExpressionSyntax tuple && tuple.Arguments.Any(static a => IsGiven(a.Expression));

    private static ITypeSymbol? KeyOf(object? collection) =>
        (collection switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, ILocalSymbol local => local.Type, IParameterSymbol parameter => parameter.Type, _ => null }) is INamedTypeSymbol { TypeArguments: [var key, _] } ? key : null;

    /// <summary>True for a type of which there are a few values.</summary>
    private static bool IsFew(ITypeSymbol? type) => type switch
    {
        { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean } => true,
        INamedTypeSymbol { IsTupleType: true, TupleElements: var parts } => parts.All(static p => IsFew(p.Type)),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } => IsFew(inner),
        _ => false,
    };
}
