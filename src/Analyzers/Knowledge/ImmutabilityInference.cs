using System.Collections.Concurrent;
using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Whether objects of a type can change, inferred from their shape: no attribute is needed. A value that is copied with the message (a
/// struct) changes for nobody else, so only what it refers to counts. What is found is kept, one set of answers for each compilation.
/// </summary>
internal sealed class ImmutabilityInference
{
    private const int DeepestChain = 10;

    private readonly ConcurrentDictionary<ITypeSymbol, Mutability> _known = new(SymbolEqualityComparer.Default);
    private readonly KnowledgeBase _knowledge;

    /// <summary>Answers for the types of one compilation.</summary>
    public ImmutabilityInference(KnowledgeBase knowledge) => _knowledge = knowledge;

    /// <summary>Whether objects of the type can change. What says of itself that it is immutable is believed.</summary>
    public Mutability Of(ITypeSymbol type, CancellationToken cancellationToken = default) => new Search(this, cancellationToken).Of(type);

    /// <summary>The same, without believing what the type says of itself.</summary>
    public Mutability Inside(INamedTypeSymbol type, CancellationToken cancellationToken = default) => new Search(this, cancellationToken).Shape(type, withHeirs: false);

    /// <summary>One question, with the types that it has come through.</summary>
    private sealed class Search
    {
        private readonly ImmutabilityInference _all;
        private readonly CancellationToken _cancellationToken;
        private readonly List<ITypeSymbol> _open = new();

        /// <summary>The outermost open type that an answer rests on: a type that leads back to itself adds nothing to itself, but what is found below it holds for it only.</summary>
        private int _restsOn = int.MaxValue;

        public Search(ImmutabilityInference all, CancellationToken cancellationToken)
        {
            _all = all;
            _cancellationToken = cancellationToken;
        }

        public Mutability Of(ITypeSymbol type)
        {
            if (type is IArrayTypeSymbol array)
                return new Mutability(MutabilityKind.Mutable, "the elements of " + TypeText.WithArticle(type) + " can be set", BufferOnly: ImmutableTypes.IsBuffer(array));
            if (type is not INamedTypeSymbol named)
                return Opaque(type, type is ITypeParameterSymbol ? "may stand for anything" : "may be anything");
            if (_all._known.TryGetValue(type, out var known))
                return known;
            var at = _open.FindIndex(t => SymbolEqualityComparer.Default.Equals(t, type));
            if (at >= 0)
            {
                _restsOn = Math.Min(_restsOn, at);
                return Mutability.Never;
            }

            // Node<Node<Node<…>>> never comes back to the same type.
            if (_open.Count >= DeepestChain)
            {
                _restsOn = 0;
                return Opaque(type, "leads too far to be followed");
            }

            _cancellationToken.ThrowIfCancellationRequested();
            var before = _restsOn;
            _restsOn = int.MaxValue;
            _open.Add(type);
            var answer = ByName(named);
            _open.RemoveAt(_open.Count - 1);
            if (_restsOn >= _open.Count || answer.Kind == MutabilityKind.Mutable)
                _all._known.TryAdd(type, answer);
            _restsOn = Math.Min(before, _restsOn >= _open.Count ? int.MaxValue : _restsOn);
            return answer;
        }

        private Mutability ByName(INamedTypeSymbol type)
        {
            if (Intent.Has(type, Annotation.Immutable))
                return Mutability.Never;
            switch (ImmutableTypes.NatureOf(type))
            {
                case TypeNature.Immutable:
                    return Mutability.Never;
                case TypeNature.Container:
                    return OfArguments(type);
                case TypeNature.View:
                    return new Mutability(MutabilityKind.View, TypeText.WithArticle(type) + " is a view of what others may change", Root: type).Or(OfArguments(type));
                case TypeNature.Mutable:
                    return new Mutability(MutabilityKind.Mutable, TypeText.WithArticle(type) + " can be changed", Root: type, BufferOnly: ImmutableTypes.IsBuffer(type));
                case TypeNature.Opaque:
                    return Opaque(type, type.TypeKind == TypeKind.Delegate ? "may hold on to what changes" : "may be anything");
            }

            // What a library keeps to itself may be pooled, cached or guarded: its fields say nothing.
            if (type.DeclaringSyntaxReferences.IsEmpty && !type.IsTupleType && !IsShown(type))
                return Opaque(type, "does not show what is inside");
            for (ITypeSymbol? current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            {
                // Who derives from a list is a list. What derives from an exception is judged by what it adds, where that can be seen.
                var nature = ImmutableTypes.NatureOf(current);
                if (nature == TypeNature.Mutable)
                    return new Mutability(MutabilityKind.Mutable, "it is " + TypeText.WithArticle(current), Root: type);
                if (nature == TypeNature.Immutable && type.DeclaringSyntaxReferences.IsEmpty)
                    return Mutability.Never;
            }

            return type.TypeKind switch
            {
                TypeKind.Error => Opaque(type, "is not known"),
                TypeKind.Interface when IsService(type) => Opaque(type, "may be anything that implements it"),
                TypeKind.Interface => Shape(type, withHeirs: !Acts(type) && !type.AllInterfaces.Any(i => !i.DeclaringSyntaxReferences.IsEmpty && Acts(i))),
                _ => Shape(type, withHeirs: true),
            };
        }

        /// <summary>True for an interface with methods of its own: who implements it does something, and is no data.</summary>
        private static bool Acts(INamedTypeSymbol type) => type.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false });

        /// <summary>True for an interface of which a method gives nothing back, or a task: it is asked to do things, and shared on purpose.</summary>
        private static bool IsService(INamedTypeSymbol type) => type.GetMembers().Any(m =>
            m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method && (method.ReturnsVoid || TypeFacts.IsTask(method.ReturnType)));

        public Mutability Shape(INamedTypeSymbol type, bool withHeirs)
        {
            var isOwn = !type.DeclaringSyntaxReferences.IsEmpty;
            var answer = OfMembers(type);
            if (answer.Kind == MutabilityKind.Mutable)
                return answer;
            if (!isOwn && IsCollection(type))
                return new Mutability(MutabilityKind.Mutable, TypeText.WithArticle(type) + " can be changed", Root: type);
            if (withHeirs && !type.IsSealed && !type.IsValueType && isOwn && OfHeirs(type) is { } heir)
                return heir;
            if (type.TypeKind == TypeKind.Interface || (!isOwn && !type.IsValueType && !type.IsRecord))
                return answer.Or(Opaque(type, type.TypeKind == TypeKind.Interface ? "may be anything that implements it" : "does not show what is inside"));
            return answer;
        }

        private Mutability OfMembers(INamedTypeSymbol type)
        {
            var answer = Mutability.Never;
            for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None } && (ReferenceEquals(current, type) || ImmutableTypes.NatureOf(current) == TypeNature.Unknown); current = current.BaseType)
            {
                foreach (var member in current.GetMembers())
                {
                    if (member.IsStatic || OfMember(member, type) is not { } of)
                        continue;
                    answer = answer.Or(of);
                    if (answer is { Kind: MutabilityKind.Mutable, BufferOnly: false })
                        return answer;
                }
            }

            return answer;
        }

        /// <summary>What a field or property contributes; null for nothing.</summary>
        private Mutability? OfMember(ISymbol member, INamedTypeSymbol owner)
        {
            switch (member)
            {
                case IPropertySymbol property when !owner.IsValueType && CanBeSet(property):
                    return new Mutability(MutabilityKind.Mutable, property.IsIndexer ? "its elements can be set" : $"'{property.Name}' can be set", member, member);
                case IPropertySymbol property when property.ContainingType.TypeKind == TypeKind.Interface || (property.DeclaringSyntaxReferences.IsEmpty && !owner.IsValueType && property.DeclaredAccessibility == Accessibility.Public):
                    return property.IsIndexer || property.GetMethod is null ? null : Through(property, property.Type);
                case IFieldSymbol { IsConst: false } field when !(field.DeclaringSyntaxReferences.IsEmpty && !field.IsImplicitlyDeclared && !owner.IsValueType && field.DeclaredAccessibility != Accessibility.Public):
                    return OfField(field, owner);
                case IEventSymbol { IsAbstract: false } happening when !happening.DeclaringSyntaxReferences.IsEmpty:
                    return new Mutability(MutabilityKind.Unknown, $"'{happening.Name}' is an event", member, member);
                default:
                    return null;
            }
        }

        private Mutability? OfField(IFieldSymbol field, INamedTypeSymbol owner)
        {
            var shown = field.AssociatedSymbol ?? field;
            if (shown is IEventSymbol)
                return null;
            var name = NameOf(shown);
            if (!owner.IsValueType && shown is IPropertySymbol { SetMethod: { IsInitOnly: false } } property)
            {
                // A setter that nobody else sees may still be called by the type itself.
                if (CanBeSet(property) || (_all._knowledge.StepOf(property).Traits & Model.LocationTraits.ReadOnly) == 0)
                    return new Mutability(MutabilityKind.Mutable, $"'{name}' can be {(CanBeSet(property) ? "set" : "assigned")}", property, property);
            }
            else if (!owner.IsValueType && !field.IsReadOnly && ReferenceEquals(shown, field) && (field.DeclaringSyntaxReferences.IsEmpty && !field.IsImplicitlyDeclared || IsAssigned(field, name)))
            {
                return new Mutability(MutabilityKind.Mutable, $"'{name}' can be {(field.DeclaredAccessibility == Accessibility.Private ? "assigned" : "set")}", field, field);
            }

            return Through(shown, field.Type);
        }

        private Mutability? Through(ISymbol member, ITypeSymbol type)
        {
            if (type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
                return new Mutability(MutabilityKind.Unknown, $"'{member.Name}' is a pointer", member, member);
            var inner = Of(type);
            if (inner.Kind == MutabilityKind.Immutable)
                return null;
            var because = inner.Member is not null
                ? $"'{NameOf(member)}' is {TypeText.WithArticle(type)}, whose {inner.Because}"
                : inner.Root is null || SymbolEqualityComparer.Default.Equals(inner.Root, type)
                ? $"'{NameOf(member)}' is {TypeText.WithArticle(type)}{(inner.Kind == MutabilityKind.View ? ", a view of what others may change" : "")}"
                : $"'{NameOf(member)}' holds what can change: {inner.Because}";
            // What stands in the source leads on to what is to be changed; a list of the platform does not.
            var root = inner.Root is null or ITypeSymbol { DeclaringSyntaxReferences.IsEmpty: true } ? member : inner.Root;
            return inner with { Because = because, Member = member, Root = root };
        }

        private Mutability OfArguments(INamedTypeSymbol type)
        {
            var answer = Mutability.Never;
            foreach (var argument in type.TypeArguments)
            {
                var of = Of(argument);
                if (of.Kind != MutabilityKind.Immutable)
                    answer = answer.Or(of with { Because = of.Member is null ? of.Because : $"{TypeText.WithArticle(argument)}, whose {of.Because}", Member = null, Root = of.Root ?? argument });
            }

            return answer;
        }

        private Mutability? OfHeirs(INamedTypeSymbol type)
        {
            foreach (var heir in Heirs.Of(type, _all._knowledge.Compilation, _cancellationToken))
            {
                var of = Of(heir);
                if (of is { Kind: MutabilityKind.Mutable, BufferOnly: false })
                    return of with { Because = of.Member is null ? $"'{heir.Name}' is one, and {of.Because}" : $"'{heir.Name}' is one, whose {of.Because}", Member = null, Root = of.Root ?? heir };
            }

            return null;
        }

        private static Mutability Opaque(ITypeSymbol type, string why) => new(MutabilityKind.Unknown, $"{TypeText.WithArticle(type)} {why}", Root: type);

        private bool IsAssigned(IFieldSymbol field, string name) => field.IsImplicitlyDeclared
            ? _all._knowledge.SyntaxOf(field.ContainingType).Assigned.Contains(name)
            : (_all._knowledge.StepOf(field).Traits & Model.LocationTraits.ReadOnly) == 0 && !LazyFill.IsOnlyFilled(field);

        /// <summary>The name in the source: the field behind a parameter of the type that a method uses is called <c>&lt;lines&gt;P</c>.</summary>
        private static string NameOf(ISymbol member) =>
            member.Name.Length > 2 && member.Name[0] == '<' && member.Name.IndexOf('>') is > 1 and var end ? member.Name.Substring(1, end - 1) : member.Name;

        /// <summary>True where others than the type itself can set it on an object that is made.</summary>
        private static bool CanBeSet(IPropertySymbol property) =>
            property is { SetMethod: { IsInitOnly: false, DeclaredAccessibility: var setter }, ExplicitInterfaceImplementations.IsEmpty: true } && setter != Accessibility.Private
            && !(property.DeclaringSyntaxReferences.IsEmpty && setter is Accessibility.Internal or Accessibility.ProtectedAndInternal);

        private static bool IsShown(INamedTypeSymbol type)
        {
            for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            {
                if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable))
                    return false;
            }

            return true;
        }

        private static bool IsCollection(INamedTypeSymbol type) =>
            type.TypeKind != TypeKind.Interface && !type.IsValueType
            && type.AllInterfaces.Any(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_ICollection_T || i.Is("System.Collections", "IList") || i.Is("System.Collections", "IDictionary"));
    }
}
