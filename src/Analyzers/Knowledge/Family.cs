using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// A type and its bases, which are one object together: what a base lets its heirs touch may be guarded in the one and not in the other.
/// Found by names alone; nearly no type belongs to a family that is worth a look.
/// </summary>
internal sealed class Family
{
    private const int MaxHeirs = 4;

    private Family(INamedTypeSymbol heir, HashSet<string> names, HashSet<SyntaxNode> members)
    {
        Heir = heir;
        Names = names;
        Members = members;
    }

    /// <summary>The type whose objects are meant.</summary>
    public INamedTypeSymbol Heir { get; }

    /// <summary>The members to look at, those of the bases too.</summary>
    public HashSet<SyntaxNode> Members { get; }

    /// <summary>The state of a base that some member holds a guard for and another does not; empty where it is about the guards alone, of which two are nested.</summary>
    public HashSet<string> Names { get; }

    /// <summary>The families in which the type may break the habit of the others: it with its bases, and with heirs that take guards.</summary>
    /// <param name="type">The type.</param>
    /// <param name="outline">Its outline.</param>
    /// <param name="knowledge">What is known of its compilation.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IReadOnlyList<Family> Of(INamedTypeSymbol type, TypeOutline outline, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (type.TypeKind != TypeKind.Class || type.IsStatic)
            return Array.Empty<Family>();
        var result = new List<Family>();
        if (IsOpen(type.BaseType, knowledge) && OfGuards(type, outline, knowledge, cancellationToken) is { } nested)
            result.Add(nested);
        if (IsOpen(type.BaseType, knowledge) && Touched(Inherited(type, knowledge, cancellationToken), outline) is { Count: > 0 } inherited && Make(type, inherited, knowledge, cancellationToken) is { } upwards)
            result.Add(upwards);
        if (!type.IsSealed && Changed(State(type, cancellationToken), outline) is { Count: > 0 } own)
        {
            foreach (var heir in Heirs.Of(type, knowledge.Compilation, cancellationToken, static d => IsGuarding(d.SyntaxTree)).Where(h => h.TypeKind == TypeKind.Class).Take(MaxHeirs))
            {
                var members = knowledge.OutlineOf(heir);
                if (members.Members.Any(m => m.Locks) && Touched(own, members) is { Count: > 0 } shared && Make(heir, shared, knowledge, cancellationToken) is { } downwards)
                    result.Add(downwards);
            }
        }

        return result;
    }

    private static Family? Make(INamedTypeSymbol heir, HashSet<string> names, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var types = heir.SelfAndBases().OfType<INamedTypeSymbol>().TakeWhile(t => IsOpen(t, knowledge)).ToList();
        if (!types.SelectMany(t => t.DeclaringSyntaxReferences).Any(r => IsGuarding(r.SyntaxTree)))
            return null;
        cancellationToken.ThrowIfCancellationRequested();
        var outline = TypeOutline.Together(types.Select(knowledge.OutlineOf));
        names.IntersectWith(outline.Guarded);
        return names.Count == 0 ? null : new Family(heir, names, outline.Around(names));
    }

    /// <summary>
    /// The type with its bases, where one of them asks for a guard that another may hold: it takes one and calls them, or overrides what they
    /// call while they hold one.
    /// </summary>
    private static Family? OfGuards(INamedTypeSymbol type, TypeOutline outline, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var bases = new List<INamedTypeSymbol>();
        for (var next = type.BaseType; IsOpen(next, knowledge); next = next!.BaseType)
            bases.Add(next!);
        if (!bases.SelectMany(b => b.DeclaringSyntaxReferences).Any(r => IsGuarding(r.SyntaxTree)))
            return null;
        var above = bases.Select(knowledge.OutlineOf).SelectMany(o => o.Members).ToList();
        var taking = above.Where(m => m.Takes).ToList();
        if (taking.Count == 0)
            return null;
        var running = ProtocolOutline.Running(above, taking);
        if (!outline.Members.Any(m => m.Takes || (IsOverride(m.Node) && m.Names.Any(n => taking.Any(t => t.Mentions.ContainsKey(n)))) || m.MentionsAny(running)))
            return null;
        cancellationToken.ThrowIfCancellationRequested();
        var members = TypeOutline.Together(bases.Select(knowledge.OutlineOf).Prepend(outline)).NestedGuards;
        return outline.Members.Any(m => members.Contains(m.Node)) ? new Family(type, new HashSet<string>(), members) : null;
    }

    private static bool IsOverride(SyntaxNode member) => member is MemberDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.OverrideKeyword);

    /// <summary>A class of this compilation: one of another project may have a source too, but nothing in it can be asked here.</summary>
    private static bool IsOpen(INamedTypeSymbol? type, KnowledgeBase knowledge) =>
        type is { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, knowledge.Compilation.Assembly);

    private static bool IsGuarding(SyntaxTree tree)
    {
        var index = NameIndex.Of(tree);
        return Locks.TellingWords.Any(index.MayContain);
    }

    private static HashSet<string> Inherited(INamedTypeSymbol type, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        for (var above = type.BaseType; IsOpen(above, knowledge); above = above!.BaseType)
            result.UnionWith(State(above!, cancellationToken));
        return result;
    }

    /// <summary>The fields and properties that heirs can touch.</summary>
    private static HashSet<string> State(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is not TypeDeclarationSyntax declaration)
                continue;
            foreach (var member in declaration.Members)
            {
                if (!member.Modifiers.Any(static m => m.Kind() is SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PublicKeyword) || member.Modifiers.Any(SyntaxKind.ConstKeyword))
                    continue;
                if (member is FieldDeclarationSyntax field)
                    result.UnionWith(field.Declaration.Variables.Select(v => v.Identifier.ValueText));
                else if (member is PropertyDeclarationSyntax { ExpressionBody: null } property)
                    result.Add(property.Identifier.ValueText);
            }
        }

        return result;
    }

    private static HashSet<string> Touched(HashSet<string> state, TypeOutline outline) =>
        new(state.Count == 0 ? state : state.Where(n => outline.Members.Any(m => m.Node is not ConstructorDeclarationSyntax && m.Mentions.ContainsKey(n))), StringComparer.Ordinal);

    private static HashSet<string> Changed(HashSet<string> state, TypeOutline outline) =>
        new(state.Count == 0 ? state : state.Where(n => outline.Members.Any(m => m.Node is not ConstructorDeclarationSyntax && m.Changed.Contains(n))), StringComparer.Ordinal);
}
