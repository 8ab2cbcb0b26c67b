using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Plain collections in a keyed one, <c>var list = _byKey[key]; lock (list) list.Add(x);</c>, each of which is the lock for itself, and one change that does
/// not take it. The local and the lock are the same object, so that nothing has to be known of the key.
/// </summary>
internal static class ElementLocks
{
    /// <summary>Those of a type in which something waits.</summary>
    public static IEnumerable<OpenElement> In(IReadOnlyList<MemberOutline> members)
    {
        if (!members.Any(static m => m.Waits) || !members.Any(static m => m.Locks))
            yield break;
        foreach (var field in members)
        {
            if (!HoldsCollections(field.Node))
                continue;
            foreach (var name in field.Names)
            {
                var changes = members.Where(m => m.Node is not (ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax) && m.Mentions.ContainsKey(name)).SelectMany(m => Uses(m, name)).ToList();
                var locked = changes.Where(static c => c.Locked).ToList();
                var open = changes.Where(static c => !c.Locked && c.Changes).ToList();
                if (open.Count == 1 && locked.Count >= 2 && locked.Any(static c => c.Changes) && !Places.HasRemark(new Model.Site(open[0].Place)))
                    yield return new OpenElement(name, open[0].Place.Identifier.ValueText, open[0].Place, locked.First(static c => c.Changes).Place, locked.Count, locked.Count + changes.Count(static c => !c.Locked));
            }
        }
    }

    /// <summary>A keyed collection, by the name of its type, whose values are plain collections.</summary>
    private static bool HoldsCollections(SyntaxNode member)
    {
        var type = member is FieldDeclarationSyntax field ? field.Declaration.Type : (member as PropertyDeclarationSyntax)?.Type;
        return type is GenericNameSyntax { TypeArgumentList.Arguments: [_, var value] } && GuardOutline.IsPlainCollection(value);
    }

    /// <summary>The places of a member at which an element of the collection is used, through a local that holds it. What has been taken out before is nobody else's any more.</summary>
    private static IEnumerable<(IdentifierNameSyntax Place, bool Locked, bool Changes)> Uses(MemberOutline member, string collection)
    {
        foreach (var place in NameIndex.In(member.Node, collection))
        {
            if (LocalOf(place) is not { } local || local.Parent is null)
                continue;
            var (name, scope) = (local.ValueText, local.Parent.Ancestors().First(n => n is BlockSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax));
            var uses = NameIndex.In(scope, name).Where(n => n.SpanStart > local.Span.End && n.Parent is not (LockStatementSyntax or NameColonSyntax)).ToList();

            // Another object in the same local, or one that is put in the place of the first.
            if (uses.Any(static n => n.Parent is AssignmentExpressionSyntax assignment && (assignment.Left == n || assignment.Right == n)))
                continue;
            foreach (var use in uses)
            {
                var locked = use.Ancestors().TakeWhile(a => a != scope).OfType<LockStatementSyntax>().Any(l => l.Expression is IdentifierNameSyntax held && held.Identifier.ValueText == name && l.Statement.Span.Contains(use.Span));
                if (locked || !member.Regions.Any(r => r.Span.Contains(use.Span)))
                    yield return (use, locked, use.Parent is MemberAccessExpressionSyntax access && Mutators.Contains(access.Name.Identifier.ValueText));
            }
        }
    }

    /// <summary>The local that gets an element at the place: declared there, or filled by the look-up.</summary>
    private static SyntaxToken? LocalOf(IdentifierNameSyntax place)
    {
        ExpressionSyntax expression = place.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : place;
        switch (expression.Parent)
        {
            case ElementAccessExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } } element when element.Expression == expression:
                return local.Identifier;
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == expression:
                if (Collections.MakesOnDemand(access.Name.Identifier.ValueText))
                    return call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax made } ? made.Identifier : null;
                return Collections.AsksForKey(access.Name.Identifier.ValueText)
                    ? call.ArgumentList.Arguments.Select(static a => a.Expression).OfType<DeclarationExpressionSyntax>().Select(static d => d.Designation).OfType<SingleVariableDesignationSyntax>().FirstOrDefault()?.Identifier : null;
            default:
                return null;
        }
    }
}

/// <summary>A change of a collection without the lock on it.</summary>
/// <param name="Holder">The keyed collection that holds it.</param>
/// <param name="Name">The local that it is in.</param>
/// <param name="Place">The change.</param>
/// <param name="Locked">A change under the lock.</param>
/// <param name="Guarded">In how many places the lock is taken.</param>
/// <param name="Places">Of how many.</param>
internal sealed record OpenElement(string Holder, string Name, IdentifierNameSyntax Place, IdentifierNameSyntax Locked, int Guarded, int Places);
