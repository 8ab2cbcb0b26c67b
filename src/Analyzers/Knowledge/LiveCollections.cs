using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Members that give others a plain collection itself, which the type changes under its own guard only: those look through it while it changes, and
/// cannot take the guard.
/// </summary>
internal static class LiveCollections
{
    /// <summary>Those of a type in which something waits.</summary>
    public static IEnumerable<LiveCollection> In(IReadOnlyList<MemberOutline> members)
    {
        if (!members.Any(static m => m.Waits) || !members.Any(static m => m.Locks))
            yield break;
        foreach (var member in members)
        {
            if (member.Node is not (MethodDeclarationSyntax or PropertyDeclarationSyntax) || Given(member) is not { } given || !members.Any(m => m.Names.Contains(given.Identifier.ValueText) && IsPlain(m.Node)))
                continue;
            if (Guarded(given.Identifier.ValueText, members) is { } change)
                yield return new LiveCollection(given.Identifier.ValueText, change.Guard, given, change.Place, CallShape.NameOfMember(change.Place));
        }
    }

    /// <summary>The name that the member gives back, unguarded; null for none.</summary>
    private static IdentifierNameSyntax? Given(MemberOutline member)
    {
        if (HandedOut.NameIn(member.Node) is not { } name || !((MemberDeclarationSyntax)member.Node).Modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword))
            return null;
        var places = NameIndex.In(member.Node, name).Where(static n => Places.IsHandedOut(n)).ToList();
        return places.Count == 0 || places.Any(p => member.Regions.Any(r => r.Span.Contains(p.Span))) || places.Any(static p => Places.HasRemark(new Model.Site(p))) ? null : places[0];
    }

    private static bool IsPlain(SyntaxNode member) =>
        member is FieldDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.ReadOnlyKeyword) && GuardOutline.IsGrowing(member);

    /// <summary>The first change, where all changes outside of the construction stand under one private guard that is not the collection itself.</summary>
    private static (string Guard, IdentifierNameSyntax Place)? Guarded(string collection, IReadOnlyList<MemberOutline> members)
    {
        (string Guard, IdentifierNameSyntax Place)? first = null;
        foreach (var member in members)
        {
            if (!member.Mentions.ContainsKey(collection) || member.Node is ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax)
                continue;
            foreach (var place in NameIndex.In(member.Node, collection))
            {
                if (!GuardOutline.IsChange(place))
                    continue;
                if (member.Regions.FirstOrDefault(r => r.Span.Contains(place.Span)).Guard is not { } guard || guard == collection || (first is { } before && before.Guard != guard))
                    return null;
                first ??= (guard, place);
            }
        }

        return first is { } found && members.Any(m => m.Node is FieldDeclarationSyntax { Modifiers: var modifiers } && m.Names.Contains(found.Guard) && !modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword)) ? first : null;
    }
}

/// <summary>A collection that others get while the type changes it under a guard.</summary>
/// <param name="Name">The collection.</param>
/// <param name="Guard">The guard.</param>
/// <param name="Place">Where it is given.</param>
/// <param name="Change">A change.</param>
/// <param name="Member">The member that makes it.</param>
internal sealed record LiveCollection(string Name, string Guard, SyntaxNode Place, SyntaxNode Change, string Member);
