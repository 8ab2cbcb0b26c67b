using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// A local or private field that holds a plain collection gets the concurrent one that understands the same calls. Whether it does is
/// for the compiler to say; what compiles and is still two steps is refused here.
/// </summary>
internal static class ConcurrentCollectionEditor
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["List"] = "ConcurrentBag",
        ["Queue"] = "ConcurrentQueue",
        ["Stack"] = "ConcurrentStack",
        ["Dictionary"] = "ConcurrentDictionary",
    };

    /// <summary>The root with the other type, and that type; null where the collection cannot be exchanged.</summary>
    public static (SyntaxNode Root, string Type)? Edit(FixSite site)
    {
        if (Accesses.Location(site) is not { } state || state is not (ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1 }))
            return null;
        if (state.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax { Initializer: { } initializer, Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } declarator || declarator.SyntaxTree != site.Root.SyntaxTree)
            return null;
        if ((state is ILocalSymbol local ? local.Type : ((IFieldSymbol)state).Type) is not INamedTypeSymbol type || type.ContainingNamespace?.ToDisplayString() != "System.Collections.Generic" || !Kinds.TryGetValue(type.Name, out var kind))
            return null;
        if (TypeNameIn(declaration.Type) is null && TypeNameIn((initializer.Value as ObjectCreationExpressionSyntax)?.Type) is null)
            return null;
        SyntaxNode scope = state is ILocalSymbol ? Bodies.Member(declarator) : declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        if (Accesses.Of(state, scope, site.Model).Any(IsSeveralSteps))
            return null;

        var arguments = (TypeNameIn(declaration.Type) ?? TypeNameIn((initializer.Value as ObjectCreationExpressionSyntax)?.Type))!.TypeArgumentList;
        var name = InterlockedEditor.Import(site, "System.Collections.Concurrent", kind + arguments);
        var edited = declaration;
        if (TypeNameIn(declaration.Type) is not null)
            edited = edited.WithType(name.WithTriviaFrom(declaration.Type));
        var value = edited.Variables[0].Initializer!.Value;
        if (value is ObjectCreationExpressionSyntax creation)
            edited = edited.ReplaceNode(creation, WithoutCapacity(creation.WithType(name.WithTriviaFrom(creation.Type))));
        else if (value is ImplicitObjectCreationExpressionSyntax bare)
            edited = edited.ReplaceNode(bare, WithoutCapacity(bare));
        var root = site.Root.ReplaceNode(declaration, edited);
        return state is ILocalSymbol || EditCheck.CompilesEverywhere(site, root) ? (root, kind) : null;
    }

    private static GenericNameSyntax? TypeNameIn(TypeSyntax? type) => type switch
    {
        GenericNameSyntax name => name,
        QualifiedNameSyntax { Right: GenericNameSyntax name } => name,
        _ => null,
    };

    /// <summary>A bag has no capacity.</summary>
    private static BaseObjectCreationExpressionSyntax WithoutCapacity(BaseObjectCreationExpressionSyntax creation) =>
        creation.ArgumentList is { Arguments.Count: 1 } arguments && arguments.Arguments[0].Expression is LiteralExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count" }
            ? creation.WithArgumentList(SyntaxFactory.ArgumentList().WithTriviaFrom(arguments))
            : creation;

    /// <summary>What would compile and yet be taken apart by another thread: <c>map[k]++</c>, a test beside a store.</summary>
    private static bool IsSeveralSteps(IdentifierNameSyntax use)
    {
        SyntaxNode at = use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : use;
        return at.Parent switch
        {
            ElementAccessExpressionSyntax { Parent: PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax } => true,
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element => assignment.Left == element && (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.Right.ToString().Contains(element.ToString())),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContainsKey" or "TryGetValue" or "Contains" } access when access.Expression == at => at.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not null,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Last" or "First" or "ElementAt" or "Reverse" } access => access.Expression == at,
            AssignmentExpressionSyntax assignment => assignment.Left == at,
            _ => false,
        };
    }
}
