using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>
/// Tells data from what is meant to be changed on its way: work with a task to complete, owners of what is given back, objects that do
/// something. Only data is better off as a record.
/// </summary>
internal static class MessageShape
{
    /// <summary>True where the type holds data and nothing else.</summary>
    public static bool IsData(INamedTypeSymbol type)
    {
        if (type.IsStatic || type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface) || TypeFacts.IsDisposable(type) || type.IsRefLikeType)
            return false;
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.DeclaringSyntaxReferences.IsEmpty)
                return ImmutableTypes.NatureOf(current) == TypeNature.Immutable;
            foreach (var member in current.GetMembers())
            {
                if (!member.IsStatic && !IsOfData(member))
                    return false;
            }
        }

        return !type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable);
    }

    private const int MaxInner = 2;

    private static bool IsOfData(ISymbol member) => member switch
    {
        IEventSymbol => false,
        IFieldSymbol field => !IsWork(field.Type, field.ContainingType) && (field.IsReadOnly || field.IsConst || field.AssociatedSymbol is not null || field.DeclaredAccessibility != Accessibility.Private || !IsOfPlainClass(field)),
        IMethodSymbol { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } method => method.IsOverride || (!method.ReturnsVoid && !TypeFacts.IsTask(method.ReturnType) && !Assigns(method)) || method.Name == "Deconstruct",
        IMethodSymbol { MethodKind: MethodKind.Destructor } => false,
        _ => true,
    };

    /// <summary>State of its own beside what it shows is no data, unless it stands behind a property.</summary>
    private static bool IsOfPlainClass(IFieldSymbol field) =>
        !field.IsImplicitlyDeclared && !field.ContainingType.GetMembers().Any(m => m is IPropertySymbol property && MemberFacts.FieldBehind(property) is { } behind && SymbolEqualityComparer.Default.Equals(behind, field));

    private static bool IsWork(ITypeSymbol type, INamedTypeSymbol owner, int depth = 0)
    {
        if (type.TypeKind == TypeKind.Delegate)
            return true;
        if (type is not INamedTypeSymbol named)
            return false;
        if (named.SpecialType == SpecialType.System_Object)
            return false;
        if (ImmutableTypes.NatureOf(named) is TypeNature.Immutable)
            return false;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || ImmutableTypes.NatureOf(named) is TypeNature.Container or TypeNature.View or TypeNature.Mutable)
            return named.TypeArguments.Any(a => !SymbolEqualityComparer.Default.Equals(a, owner) && IsWork(a, owner, depth));
        return WorkItems.Holds(named.Name)
            || TypeFacts.IsDisposable(named)
            || (named.TypeKind == TypeKind.Interface && named.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary }))
            || (depth < MaxInner && IsDoer(named, owner, depth));
    }

    /// <summary>True for a class of the project that itself holds work: who carries it with a message carries the one who acts, not its data.</summary>
    private static bool IsDoer(INamedTypeSymbol type, INamedTypeSymbol owner, int depth) =>
        type.TypeKind == TypeKind.Class && !type.DeclaringSyntaxReferences.IsEmpty && !SymbolEqualityComparer.Default.Equals(type, owner)
        && type.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false } field && !SymbolEqualityComparer.Default.Equals(field.Type, type) && IsWork(field.Type, owner, depth + 1));

    /// <summary>True where the method assigns something that is not its own.</summary>
    private static bool Assigns(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                var target = node switch
                {
                    AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment => assignment.Left,
                    PostfixUnaryExpressionSyntax { OperatorToken.ValueText: "++" or "--" } step => step.Operand,
                    PrefixUnaryExpressionSyntax { OperatorToken.ValueText: "++" or "--" } step => step.Operand,
                    _ => null,
                };
                if (target is not null && TypeSyntaxFacts.LastName(target) is { } name && method.ContainingType.GetMembers(name).Any(m => m is IFieldSymbol or IPropertySymbol))
                    return true;
            }
        }

        return false;
    }
}
