using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>Why a type cannot become an immutable record as it stands: what its declaration says, and what the project does with it.</summary>
internal static class RecordObstacles
{
    /// <summary>The first reason, as the end of a sentence; null where none is seen in this project.</summary>
    public static string? Of(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        InDeclaration(type, compilation, cancellationToken) ?? InUses(type, compilation, cancellationToken);

    /// <summary>The members that are to lose their setters, or their freedom to be assigned.</summary>
    public static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type) => type.GetMembers().Where(m => !m.IsStatic && !m.IsImplicitlyDeclared && m switch
    {
        IPropertySymbol { IsIndexer: false } property => property.SetMethod is { IsInitOnly: false } || (property.ExplicitInterfaceImplementations.IsEmpty && MemberFacts.IsAuto(property) && CanChange(property.Type)),
        IFieldSymbol { IsConst: false, AssociatedSymbol: null } field => field.DeclaredAccessibility != Accessibility.Private && (!field.IsReadOnly || CanChange(field.Type)),
        _ => false,
    });

    /// <summary>What stands in the declaration of the type and its members.</summary>
    public static string? InDeclaration(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic || type.IsRefLikeType || type.DeclaringSyntaxReferences.IsEmpty)
            return "it is no class or struct of this project";
        if (type.IsAbstract)
            return "it is abstract";
        if (type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) } around && !(type.IsRecord && around.IsRecord))
            return $"it derives from '{around.Name}'";
        if (type.DeclaringSyntaxReferences[0].SyntaxTree.Options is not CSharpParseOptions options || options.LanguageVersion < (type.IsValueType ? LanguageVersion.CSharp10 : LanguageVersion.CSharp9))
            return "this version of the language has no such records";
        if (!HasInit(compilation))
            return "the framework that is built for has no 'init'";
        if (AttributeOf(type) is { } because)
            return because;
        if (!type.IsRecord && type.InstanceConstructors.Any(c => !c.Parameters.IsEmpty && c.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellationToken) is TypeDeclarationSyntax)))
            return "the parameters of the type would become properties";
        foreach (var member in type.GetMembers())
        {
            if (member.IsImplicitlyDeclared)
                continue;
            if (OfMember(member, type) is { } why)
                return why;
        }

        if (Heirs.Of(type, compilation, cancellationToken).FirstOrDefault() is { } heir)
            return $"'{heir.Name}' derives from it";
        return null;
    }

    /// <summary>The first use in the project that only a setter allows.</summary>
    public static string? InUses(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        // Half-typed code may have two members of one name.
        var members = MembersOf(type).GroupBy(m => m.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var member in members.Values)
            {
                foreach (var name in NameIndex.Find(tree, member.Name, cancellationToken))
                {
                    if (!RecordUses.MayChange(name))
                        continue;
                    model ??= compilation.GetSemanticModel(tree);
                    var found = model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition;
                    if (SymbolEqualityComparer.Default.Equals(found, member.OriginalDefinition) && RecordUses.FormOf(name, type, model, mayBeSent: false, cancellationToken) == ChangeForm.Blocked)
                        return RecordUses.Describe(name, member);
                }
            }

            foreach (var name in NameIndex.Find(tree, type.Name, cancellationToken))
            {
                if (name.Parent is TypeArgumentListSyntax { Parent: GenericNameSyntax { Identifier.ValueText: var generic } } && RecordBarriers.KeepsIdentity(generic))
                    return $"'{CallShape.NameOfMember(name)}' keeps it in a '{generic}'";
            }
        }

        return null;
    }

    private static string? OfMember(ISymbol member, INamedTypeSymbol type)
    {
        if (AttributeOf(member) is { } because)
            return because;
        switch (member)
        {
            case IMethodSymbol { Name: "Equals" or "GetHashCode", IsOverride: true } when !type.IsRecord:
            case IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator, Name: WellKnownMemberNames.EqualityOperatorName or WellKnownMemberNames.InequalityOperatorName } when !type.IsRecord:
                return "it has an equality of its own";
            case IMethodSymbol { MethodKind: MethodKind.Ordinary, Name: "Clone" }:
                return "a record cannot have a method 'Clone'";
            case { IsVirtual: true } or { IsAbstract: true }:
                return $"'{member.Name}' is virtual";
            case { IsOverride: true } and IPropertySymbol:
                return $"'{member.Name}' overrides what has a setter";
            case IPropertySymbol { IsIndexer: true, SetMethod: { IsInitOnly: false } }:
                return "its elements can be set";
            case IFieldSymbol { IsStatic: false, IsConst: false, DeclaredAccessibility: not Accessibility.Private } when type.GetAttributes().Any(a => a.AttributeClass?.Name == "SerializableAttribute"):
                return "it may be serialised by its fields";
            case IFieldSymbol { IsVolatile: true }:
                return $"'{member.Name}' is volatile";
            case IPropertySymbol { SetMethod: { IsInitOnly: false } } property when InterfaceThatSets(property, type) is { } asked:
                return $"'{asked.Name}' asks for the setter of '{property.Name}'";
        }

        if (!member.IsStatic && MembersOf(type).Contains(member, SymbolEqualityComparer.Default) && ValueOf(member) is { } value && CanChange(value) && RecordBarriers.ReadOnlyFormOf(value) is null)
            return $"'{member.Name}' is {TypeText.WithArticle(value)}, which has no form that cannot change";
        return null;
    }

    private static INamedTypeSymbol? InterfaceThatSets(IPropertySymbol property, INamedTypeSymbol type) => type.AllInterfaces.FirstOrDefault(i => i.GetMembers(property.Name)
        .Any(m => m is IPropertySymbol { SetMethod: { IsInitOnly: false } } && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), property)));

    /// <summary>True for a collection that whoever holds it can change; a buffer is left what it is.</summary>
    private static bool CanChange(ITypeSymbol type) =>
        !ImmutableTypes.IsBuffer(type) && (type is IArrayTypeSymbol || (type is INamedTypeSymbol named && ImmutableTypes.NatureOf(named) == TypeNature.Mutable));

    private static ITypeSymbol? ValueOf(ISymbol member) => member is IPropertySymbol property ? property.Type : (member as IFieldSymbol)?.Type;

    private static bool HasInit(Compilation compilation) => compilation.GetTypesByMetadataName("System.Runtime.CompilerServices.IsExternalInit")
        .Any(t => t.DeclaredAccessibility == Accessibility.Public || SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, compilation.Assembly));

    private static string? AttributeOf(ISymbol symbol) => symbol.GetAttributes().Select(a => RecordBarriers.Because(a.AttributeClass?.Name)).FirstOrDefault(b => b is not null);
}
