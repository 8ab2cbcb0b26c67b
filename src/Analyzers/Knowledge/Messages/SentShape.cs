using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>Which objects change hands when they are sent, and what goes with them.</summary>
internal static class SentShape
{
    /// <summary>
    /// True for data, collections and buffers: who sends one has nothing to do with it any more. Work, services and handles are shared on
    /// purpose, and what is behind an interface may be one of them.
    /// </summary>
    public static bool ChangesHands(ITypeSymbol? type)
    {
        if (type is null or { IsValueType: true } || type.SpecialType is SpecialType.System_String or SpecialType.System_Object)
            return false;
        if (type is IArrayTypeSymbol)
            return true;
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface } named)
            return false;
        if (Collections.KindOf(type) is CollectionKind.Plain || Fillers.Holds(type))
            return !type.SelfAndBases().Any(t => t.Name == "BlockingCollection");
        if (named.TypeKind == TypeKind.Interface || ImmutableTypes.NatureOf(named) is TypeNature.Immutable or TypeNature.Opaque)
            return false;
        return named.DeclaringSyntaxReferences.IsEmpty ? IsDataElsewhere(named) : MessageShape.IsData(named.OriginalDefinition);
    }

    /// <summary>True where the constructor keeps what it is given for the parameter, and does not copy it.</summary>
    public static bool Keeps(IMethodSymbol constructor, IParameterSymbol parameter)
    {
        if (Fillers.IsWrapper(constructor.ContainingType))
            return true;
        foreach (var reference in constructor.DeclaringSyntaxReferences)
        {
            switch (reference.GetSyntax())
            {
                case RecordDeclarationSyntax record:
                    return !record.Members.Any(m => m is PropertyDeclarationSyntax property && property.Identifier.ValueText == parameter.Name && !IsName(property.Initializer?.Value, parameter.Name));
                case TypeDeclarationSyntax type:
                    return type.Members.Any(m => (m is PropertyDeclarationSyntax property && IsName(property.Initializer?.Value, parameter.Name))
                        || (m is FieldDeclarationSyntax field && field.Declaration.Variables.Any(v => IsName(v.Initializer?.Value, parameter.Name))));
                case ConstructorDeclarationSyntax declaration:
                    return declaration.DescendantNodes().Any(n => n is AssignmentExpressionSyntax assignment && IsName(assignment.Right, parameter.Name));
            }
        }

        return false;
    }

    private static bool IsName(ExpressionSyntax? value, string name) => value switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce => IsName(coalesce.Left, name),
        PostfixUnaryExpressionSyntax suppressed => IsName(suppressed.Operand, name),
        _ => false,
    };

    /// <summary>A class of another project: settable members, and nothing that works.</summary>
    private static bool IsDataElsewhere(INamedTypeSymbol type)
    {
        if (type.IsStatic || TypeFacts.IsDisposable(type) || type.IsBelow("System") || type.IsBelow("Microsoft"))
            return false;
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member.IsStatic || member.DeclaredAccessibility != Accessibility.Public)
                    continue;
                if (member is IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary, IsOverride: false, ReturnsVoid: true } or IPropertySymbol { Type.TypeKind: TypeKind.Delegate }
                    || (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && TypeFacts.IsTask(method.ReturnType)))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
