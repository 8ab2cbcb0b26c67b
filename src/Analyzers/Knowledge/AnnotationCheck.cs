using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Whether what attributes say of a type and its members agrees with the source. Looks at files only that contain one of the words.
/// </summary>
internal sealed class AnnotationCheck
{
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_trees = new();
    private static readonly object s_yes = new();
    private static readonly object s_no = new();

    private readonly INamedTypeSymbol _type;
    private readonly KnowledgeBase _knowledge;
    private readonly List<AnnotationMistake> _mistakes = new();

    private AnnotationCheck(INamedTypeSymbol type, KnowledgeBase knowledge)
    {
        _type = type;
        _knowledge = knowledge;
    }

    /// <summary>True where a file that declares the type contains the name of an attribute to check.</summary>
    public static bool IsNeeded(INamedTypeSymbol type)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (ReferenceEquals(s_trees.GetValue(reference.SyntaxTree, static t => MayAnnotate(t) ? s_yes : s_no), s_yes))
                return true;
        }

        return false;
    }

    /// <summary>The index of the file, which the gate reads anyway, spares nearly all files the search.</summary>
    private static bool MayAnnotate(SyntaxTree tree) => Annotations.Names.Any(NameIndex.Of(tree).MayContain) && TextSearch.ContainsAny(tree.GetText(), Annotations.Words);

    /// <summary>What does not agree, in the order of the members.</summary>
    public static IReadOnlyList<AnnotationMistake> Of(INamedTypeSymbol type, KnowledgeBase knowledge)
    {
        var check = new AnnotationCheck(type, knowledge);
        check.OfType();
        check.OfPromise();
        foreach (var member in type.GetMembers())
        {
            if (member.IsImplicitlyDeclared || member is INamedTypeSymbol)
                continue;
            check.OfMember(member);
            if (member is IMethodSymbol method)
            {
                foreach (var parameter in method.Parameters)
                    check.OfParameter(method, parameter);
            }
        }

        return check._mistakes;
    }

    private void OfType()
    {
        var confined = Intent.Find(_type, Annotation.ThreadConfined);
        foreach (var single in new[] { confined, Intent.Find(_type, Annotation.NotThreadSafe) })
        {
            if (single is null)
                continue;
            var knowledge = new TypeKnowledge(_type, _knowledge.Compilation, _knowledge.Options);
            if (Intent.Has(_type, Annotation.ThreadSafe))
                Wrong(single, _type, $"'{_type.Name}' is marked [ThreadSafe] as well");
            else if (_type.IsStatic)
                Wrong(single, _type, $"'{_type.Name}' is static, and everybody uses it");
            else if (knowledge.SingletonIn is { } inside)
                Wrong(single, _type, $"'{_type.Name}' is registered as a singleton in '{inside}'");
            else if (Frameworks.Shared.FirstOrDefault(s => s.Strength == EvidenceStrength.Proven && _type.SelfAndBases().Any(b => b.Name == s.Base)) is { Base: not null } row)
                Wrong(single, _type, row.Because);
            else if (confined is null && _type.GetMembers().FirstOrDefault(IsOneForAll) is { } instance)
                Wrong(single, _type, $"'{instance.Name}' is one object for all callers");
        }
    }

    private void OfPromise()
    {
        if (Intent.Find(_type, Annotation.Immutable) is { } promise && !Annotations.IsForCopying(promise, _type) && _knowledge.Immutability.Inside(_type) is { Kind: MutabilityKind.Mutable } mutable)
            Wrong(promise, _type, mutable.Because);
    }

    private void OfMember(ISymbol member)
    {
        if (Intent.Find(member, Annotation.GuardedBy) is { } guarded)
        {
            var before = _mistakes.Count;
            if (member is not IFieldSymbol { IsConst: true })
                OfGuard(guarded, member);
            if (_mistakes.Count == before && NeverChanges(member))
                NotNeeded(guarded, member);
        }

        if (member is IMethodSymbol || Intent.Find(member, Annotation.ThreadConfined) is not { } confined)
            return;
        if (Intent.Has(member, Annotation.GuardedBy))
            Wrong(confined, member, $"'{member.Name}' is marked [GuardedBy] as well");
        else if (member is IFieldSymbol { IsVolatile: true })
            Wrong(confined, member, $"'{member.Name}' is volatile");
        else if (NeverChanges(member))
            NotNeeded(confined, member);
    }

    private void OfGuard(AttributeData guarded, ISymbol member)
    {
        var name = Intent.GuardNameIn(guarded);
        if (name.Length == 0)
        {
            Wrong(guarded, member, "it names no guard");
            return;
        }

        if (Intent.MembersOf(name, member.ContainingType) is not { } members)
        {
            Wrong(guarded, member, $"'{member.ContainingType.Name}' has no member '{name}'");
            return;
        }

        if (members.Count == 0)
        {
            if (member.IsStatic)
                Wrong(guarded, member, $"'{member.Name}' is static, and each object has a 'this' of its own");
            return;
        }

        var guard = members[members.Count - 1];
        if (SymbolEqualityComparer.Default.Equals(guard, member) && Intent.TypeOf(member) is null or { IsValueType: true })
            Wrong(guarded, member, "it guards itself");
        else if (!MayGuard(guard))
            Wrong(guarded, member, $"'{name}' is no guard");
        else if (member.IsStatic && !members[0].IsStatic)
            Wrong(guarded, member, $"'{member.Name}' is static, and each object has a '{members[0].Name}' of its own");
    }

    private void OfParameter(IMethodSymbol method, IParameterSymbol parameter)
    {
        if (Intent.Find(parameter, Annotation.RunsImmediately) is not { } said || said.AttributeClass!.Name.StartsWith("InstantHandle", StringComparison.Ordinal))
            return;
        if (!MayBeDelegate(parameter.Type))
            Wrong(said, parameter, $"'{parameter.Name}' is no delegate");
        else if (KeptIn(method, parameter) is { } field)
            Wrong(said, parameter, $"it is kept in '{field}'");
    }

    private void Wrong(AttributeData attribute, ISymbol on, string because) => Add(attribute, on, "does not hold: " + because, isNeedless: false);

    private void NotNeeded(AttributeData attribute, ISymbol on) => Add(attribute, on, $"is not needed: '{on.Name}' never changes", isNeedless: true);

    private void Add(AttributeData attribute, ISymbol on, string wrong, bool isNeedless)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is { } syntax)
            _mistakes.Add(new AnnotationMistake(new Site(syntax), on.Name, wrong, isNeedless));
    }

    /// <summary>A value that is set in construction at the latest, and has nothing inside that could change.</summary>
    private bool NeverChanges(ISymbol member)
    {
        if (member is IMethodSymbol || (member is IPropertySymbol property && MemberFacts.IsComputed(property)))
            return false;
        if (member is IFieldSymbol { IsConst: true })
            return true;
        var traits = _knowledge.StepOf(member).Traits;
        return (traits & LocationTraits.ReadOnly) != 0 && (traits & (LocationTraits.ImmutableValue | LocationTraits.DelegateLike | LocationTraits.TaskLike)) != 0;
    }

    private static bool MayGuard(ISymbol guard)
    {
        if (guard is IMethodSymbol method)
            return !method.ReturnsVoid;
        if (guard is IFieldSymbol { IsConst: true } or IEventSymbol)
            return false;
        return Intent.TypeOf(guard) is not { } type
            || (type.SpecialType != SpecialType.System_String
                && type.TypeKind is not (TypeKind.Delegate or TypeKind.Enum)
                && !TypeFacts.IsTask(type)
                && (!type.IsValueType || Locks.IsKnown(type) || type.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method && TypeFacts.IsDisposable(TypeFacts.AwaitedType(method.ReturnType) ?? method.ReturnType))));
    }

    private static bool MayBeDelegate(ITypeSymbol type) => type.TypeKind is TypeKind.Delegate or TypeKind.Error or TypeKind.TypeParameter or TypeKind.FunctionPointer
        || type.SpecialType is SpecialType.System_Delegate or SpecialType.System_MulticastDelegate
        || type.Is("System.Linq.Expressions", "Expression");

    /// <summary>A static member that others see and that holds an object of the type itself.</summary>
    private bool IsOneForAll(ISymbol member) =>
        member is IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true, SetMethod: null }
        && member.DeclaredAccessibility is not Accessibility.Private
        && SymbolEqualityComparer.Default.Equals(Intent.TypeOf(member), _type)
        && (member is IFieldSymbol || (member is IPropertySymbol property && MemberFacts.IsAuto(property)));

    /// <summary>The field or property of the type that the method puts the delegate into; null for none.</summary>
    private static string? KeptIn(IMethodSymbol method, IParameterSymbol parameter)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var assignment in reference.GetSyntax().DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                if (assignment is { Right: IdentifierNameSyntax right, Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } }
                    && right.Identifier.ValueText == parameter.Name
                    && TypeSyntaxFacts.LastName(assignment.Left) is { } name
                    && method.ContainingType.GetMembers(name).Any(m => m is IFieldSymbol or IPropertySymbol or IEventSymbol))
                {
                    return name;
                }
            }
        }

        return null;
    }
}

/// <summary>An attribute that says what the source does not bear out.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="On">What it is on.</param>
/// <param name="Wrong">What is wrong, as the end of a sentence that begins with the attribute.</param>
/// <param name="IsNeedless">True where it says nothing wrong, but nothing of use either.</param>
internal sealed record AnnotationMistake(Site Attribute, string On, string Wrong, bool IsNeedless);
