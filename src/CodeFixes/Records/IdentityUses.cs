using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>Places that tell objects apart by identity, or look for one among others: records are equal when their values are, and the answer would be another.</summary>
internal static class IdentityUses
{
    private static readonly HashSet<string> s_methods = new(StringComparer.Ordinal)
    {
        "Equals", "GetHashCode", "ReferenceEquals", "Contains", "IndexOf", "LastIndexOf", "Remove", "Distinct", "Union", "Except", "Intersect", "ToHashSet", "ToDictionary", "ToLookup", "GroupBy", "Join", "SequenceEqual",
        "TryUpdate", "TryRemove", "CompareExchange", "Replace",
    };

    private static readonly HashSet<string> s_keyed = new(StringComparer.Ordinal)
    {
        "Dictionary", "ConcurrentDictionary", "SortedDictionary", "IDictionary", "IReadOnlyDictionary", "ImmutableDictionary", "FrozenDictionary", "ConditionalWeakTable", "HashSet", "ISet", "IReadOnlySet", "ImmutableHashSet", "FrozenSet",
        "ILookup", "Lookup", "EqualityComparer", "IEqualityComparer",
    };

    /// <summary>True where the file has such a place for the type.</summary>
    public static bool Any(SemanticModel model, INamedTypeSymbol type, CancellationToken cancel)
    {
        // A value has always been compared by what it holds, and so has a record.
        if (type.IsValueType || type.IsRecord)
            return false;
        foreach (var node in model.SyntaxTree.GetRoot(cancel).DescendantNodes())
        {
            var found = node switch
            {
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison =>
                    !IsNull(comparison.Left) && !IsNull(comparison.Right) && (Is(comparison.Left) || Is(comparison.Right)),
                InvocationExpressionSyntax call => s_methods.Contains(NameOf(call.Expression)) && Concerns(call),
                GenericNameSyntax generic => s_keyed.Contains(generic.Identifier.ValueText) && generic.TypeArgumentList.Arguments.Count > 0 && IsType(generic.TypeArgumentList.Arguments[0]),
                LockStatementSyntax held => Is(held.Expression),
                _ => false,
            };
            if (found)
                return true;
        }

        return false;

        bool Is(ExpressionSyntax expression) => Same(model.GetTypeInfo(expression, cancel).Type);

        bool IsType(TypeSyntax syntax) => Same(model.GetTypeInfo(syntax, cancel).Type);

        bool Same(ITypeSymbol? other) => other is INamedTypeSymbol named && named.Name == type.Name
            && (SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, type.OriginalDefinition) || named.ContainingAssembly?.Name == type.ContainingAssembly?.Name)
            || other is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TypeArguments.Any(Same);

        bool Concerns(InvocationExpressionSyntax call) =>
            call.ArgumentList.Arguments.Any(a => Is(a.Expression))
            || (call.Expression is MemberAccessExpressionSyntax access && (Is(access.Expression) || model.GetTypeInfo(access.Expression, cancel).Type is { } receiver && Elements(receiver)))
            || (model.GetSymbolInfo(call, cancel).Symbol is IMethodSymbol method && method.TypeArguments.Any(Same) && method.Name is not "Remove");

        bool Elements(ITypeSymbol receiver) => receiver switch
        {
            IArrayTypeSymbol array => Same(array.ElementType),
            INamedTypeSymbol { TypeArguments.Length: 1 } named => Same(named.TypeArguments[0]),
            _ => false,
        };
    }

    private static string NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };

    private static bool IsNull(ExpressionSyntax expression) => expression.IsKind(SyntaxKind.NullLiteralExpression) || expression.IsKind(SyntaxKind.DefaultLiteralExpression);
}
