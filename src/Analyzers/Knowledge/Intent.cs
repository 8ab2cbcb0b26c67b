using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What is said by attributes: of locations, types, methods and parameters.</summary>
internal static class Intent
{
    /// <summary>The attribute of that meaning; null for none.</summary>
    public static AttributeData? Find(ISymbol symbol, Annotation kind)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (Annotations.KindOf(attribute.AttributeClass?.Name) == kind)
                return attribute;
        }

        return null;
    }

    /// <summary>True where the symbol has an attribute of that meaning.</summary>
    public static bool Has(ISymbol symbol, Annotation kind) => Find(symbol, kind) is not null;

    /// <summary>What the type says of its objects, or the nearest base that says something.</summary>
    public static (Annotation Kind, string Type) OfObjects(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
        {
            var said = Annotation.None;
            foreach (var attribute in current.GetAttributes())
            {
                // Of several the one that asks for more care counts.
                if (Annotations.KindOf(attribute.AttributeClass?.Name) is (Annotation.ThreadSafe or Annotation.NotThreadSafe or Annotation.ThreadConfined) and var kind && kind > said)
                    said = kind;
            }

            if (said != Annotation.None)
                return (said, current.Name);
        }

        return (Annotation.None, "");
    }

    /// <summary>What is said of a location, or of the field that its object stands in; null for nothing.</summary>
    public static Evidence? OfLocation(AccessPath path)
    {
        for (var i = path.Steps.Length - 1; i >= 0; i--)
        {
            if (path.Steps[i].Key is not ISymbol member)
                continue;
            if (Has(member, Annotation.ThreadConfined))
                return new Evidence(EvidenceStrength.Refuted, Overlap.Never, $"'{member.Name}' is marked [ThreadConfined]");
            if (Find(member, Annotation.GuardedBy) is { } guarded)
                return new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"'{member.Name}' is marked [GuardedBy(\"{GuardNameIn(guarded)}\")]");
        }

        return null;
    }

    /// <summary>The guard that a location is said to have, seen from where the path begins; null where nothing is said, or the name is none.</summary>
    public static AccessPath? GuardOf(AccessPath path, KnowledgeBase knowledge)
    {
        for (var i = path.Steps.Length - 1; i >= 0; i--)
        {
            if (path.Steps[i].Key is not ISymbol member || Find(member, Annotation.GuardedBy) is not { } guarded)
                continue;
            var holder = AccessPath.Of(path.Root);
            for (var s = 0; s < i; s++)
                holder = holder.Append(path.Steps[s]);
            return GuardIn(member, GuardNameIn(guarded), holder, knowledge);
        }

        return null;
    }

    /// <summary>The guard that callers of a method hold, as the method says; null where it says nothing, or the name is none.</summary>
    public static (AccessPath Guard, LockKind Kind)? HeldByCallers(ISymbol method, KnowledgeBase knowledge)
    {
        var said = Find(method, Annotation.GuardedBy) ?? (method is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } && !MemberFacts.IsAuto(property) ? Find(property, Annotation.GuardedBy) : null);
        if (said is null || MembersOf(GuardNameIn(said), method.ContainingType) is not { } members || GuardIn(method, GuardNameIn(said), AccessPath.Of(PathRoot.This), knowledge) is not { } guard)
            return null;
        return (guard, members.Count == 0 || TypeOf(members[members.Count - 1]) is not { } type ? LockKind.Thread : Locks.KindOf(type));
    }

    /// <summary>The name that a <c>[GuardedBy]</c> carries; empty for none.</summary>
    public static string GuardNameIn(AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0] is { Kind: TypedConstantKind.Primitive, Value: string name })
            return name;

        // An attribute class that is not there to bind to: the literal, or the name in nameof, is all there is.
        return (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression switch
        {
            LiteralExpressionSyntax literal => literal.Token.ValueText,
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } => TypeSyntaxFacts.LastName(arguments[0].Expression) ?? "",
            _ => "",
        };
    }

    /// <summary>
    /// The members that a guard's name leads through, as it would be written beside the annotated one: <c>_gate</c>, <c>this._gate</c>,
    /// <c>_owner.Gate</c>, <c>Locks.Gate</c>. Empty for <c>this</c>; null where there is no such member.
    /// </summary>
    public static IReadOnlyList<ISymbol>? MembersOf(string guard, INamedTypeSymbol? type)
    {
        var parts = guard.Split('.');
        var found = new List<ISymbol>();
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Trim();
            if (i == 0 && (part == "this" || (part == type?.Name && parts.Length > 1)))
                continue;
            if (MemberNamed(part, found.Count == 0 ? type : TypeOf(found[found.Count - 1]), inner: found.Count == 0) is not { } member)
                return null;
            found.Add(member);
        }

        return found;
    }

    /// <summary>The type of the values of a member; null for a method.</summary>
    public static INamedTypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    } as INamedTypeSymbol;

    private static AccessPath? GuardIn(ISymbol annotated, string name, AccessPath holder, KnowledgeBase knowledge)
    {
        if (MembersOf(name, annotated.ContainingType) is not { } members)
            return null;
        foreach (var member in members)
        {
            if (member.IsStatic)
                holder = AccessPath.Of(new PathRoot(RootKind.Static, member.ContainingType.OriginalDefinition, member.ContainingType.Name));
            holder = holder.Append(knowledge.StepOf(member));
        }

        return holder;
    }

    private static ISymbol? MemberNamed(string name, INamedTypeSymbol? type, bool inner)
    {
        for (var around = type; around is not null; around = inner ? around.ContainingType : null)
        {
            foreach (var current in around.SelfAndBases())
            {
                if (current.GetMembers(name).FirstOrDefault(m => m is not INamedTypeSymbol) is { } member)
                    return member;
            }

            if (around.InstanceConstructors.SelectMany(c => c.Parameters).FirstOrDefault(p => p.Name == name && p.ContainingSymbol.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax)) is { } captured)
                return captured;
        }

        return null;
    }
}
