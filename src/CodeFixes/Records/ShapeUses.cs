using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>Places that ask at run time for all interfaces or methods of a type: a record has more of them, and the answer would be another.</summary>
internal static class ShapeUses
{
    private const int MaxBases = 4;

    private static readonly HashSet<string> s_asks = new(StringComparer.Ordinal)
    {
        "GetInterfaces", "FindInterfaces", "ImplementedInterfaces", "GetMethods", "GetRuntimeMethods", "DeclaredMethods", "GetMembers", "FindMembers", "DeclaredMembers",
    };

    /// <summary>True where the name of the type stands in a <c>typeof</c> that is asked, or is given for a type parameter that is.</summary>
    public static bool IsAsked(SimpleNameSyntax name, SemanticModel model, CancellationToken cancel)
    {
        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
            type = type.Parent;
        return type.Parent switch
        {
            TypeOfExpressionSyntax asked => IsAsked(asked),
            TypeArgumentListSyntax { Parent: GenericNameSyntax generic } list => IsAsked(model.GetSymbolInfo(generic, cancel).Symbol, list.Arguments.IndexOf((TypeSyntax)type), 0, cancel),
            _ => false,
        };
    }

    private static bool IsAsked(ISymbol? generic, int at, int depth, CancellationToken cancel)
    {
        var parameters = generic?.OriginalDefinition switch
        {
            INamedTypeSymbol type => type.TypeParameters,
            IMethodSymbol method => method.TypeParameters,
            _ => default,
        };
        if (parameters.IsDefault || at < 0 || at >= parameters.Length || depth > MaxBases)
            return false;
        var parameter = parameters[at];
        foreach (var reference in generic!.OriginalDefinition.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancel).DescendantNodes().OfType<TypeOfExpressionSyntax>().Any(t => t.Type is IdentifierNameSyntax named && named.Identifier.ValueText == parameter.Name && IsAsked(t)))
                return true;
        }

        // What a type hands on to its base, the base may ask.
        if (generic.OriginalDefinition is not INamedTypeSymbol { BaseType: { TypeArguments.IsEmpty: false } above })
            return false;
        for (var i = 0; i < above.TypeArguments.Length; i++)
        {
            if (SymbolEqualityComparer.Default.Equals(above.TypeArguments[i], parameter) && IsAsked(above, i, depth + 1, cancel))
                return true;
        }

        return false;
    }

    /// <summary>True where the chain of members behind it asks: <c>typeof(T).GetTypeInfo().ImplementedInterfaces</c>.</summary>
    private static bool IsAsked(TypeOfExpressionSyntax type)
    {
        SyntaxNode node = type;
        while (true)
        {
            switch (node.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Expression == node:
                    if (s_asks.Contains(access.Name.Identifier.ValueText))
                        return true;
                    node = access;
                    continue;
                case InvocationExpressionSyntax call when call.Expression == node:
                    node = call;
                    continue;
                default:
                    return false;
            }
        }
    }
}
