using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Which state of a type is used under some guard in most places and without one in others, as far as the syntax tells. Errs towards
/// looking: it says of which names every access is wanted, never that one is wrong.
/// </summary>
internal static class GuardOutline
{
    /// <summary>The names of such fields and properties; empty in nearly all types.</summary>
    /// <param name="members">The members of the type.</param>
    public static HashSet<string> Names(IReadOnlyList<MemberOutline> members)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        if (!members.Any(m => m.Waits))
            return result;
        foreach (var member in members)
        {
            if (member.Node is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax && ((MemberDeclarationSyntax)member.Node).AttributeLists.Any(l => l.Attributes.Any(a => a.Name.ToString().Contains("GuardedBy"))))
                result.UnionWith(member.Names);
        }

        if (!members.Any(m => m.Locks))
            return result;
        var regions = new Dictionary<MemberOutline, IReadOnlyList<GuardedRegion>>();
        foreach (var member in members)
        {
            if (member.Locks && member.Regions is { Count: > 0 } held)
                regions.Add(member, held);
        }

        if (regions.Count == 0)
            return result;
        var state = new HashSet<string>(members.Where(m => IsState(m.Node)).SelectMany(m => m.Names), StringComparer.Ordinal);
        var shared = new HashSet<string>(members.Where(m => IsState(m.Node) && IsStatic(m.Node)).SelectMany(m => m.Names), StringComparer.Ordinal);
        var own = new HashSet<string>(members.Where(m => IsState(m.Node) && !IsStatic(m.Node)).SelectMany(m => m.Names), StringComparer.Ordinal);
        var uses = Uses(members, regions, state);
        var underGuard = CalledUnderGuard(uses, state);
        foreach (var member in members)
            AddHandedOut(member, members, uses, state, regions);
        var growing = new HashSet<string>(members.Where(m => IsState(m.Node) && IsGrowing(m.Node)).SelectMany(m => m.Names), StringComparer.Ordinal);
        foreach (var entry in uses)
        {
            if (state.Contains(entry.Key) && (IsSuspicious(entry.Value, underGuard, growing.Contains(entry.Key), growing.Contains(entry.Key) || IsStepped(entry.Value) ? 1 : 2) || (shared.Contains(entry.Key) && IsUnderOwn(entry.Value, own))))
                result.Add(entry.Key);
        }

        return result;
    }

    private static bool IsSuspicious(List<Use> uses, HashSet<string> underGuard, bool grows, int atLeast)
    {
        var (guarded, changed, outside) = (0, false, false);
        var guard = uses.Where(u => u.Region?.Guard is not null).GroupBy(u => u.Region!.Value.Guard).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key;
        foreach (var use in uses)
        {
            if ((use.Guarded && (use.Region!.Value.Guard is null || use.Region.Value.Guard == guard)) || use.In.Names.Any(underGuard.Contains))
            {
                guarded++;
                changed |= IsChange(use.Name);
            }
            else
            {
                outside |= IsApart(use.In.Node) ? grows && IsLoopOfDisposal(use) : IsChange(use.Name) || LooksInside(use.Name);
            }
        }

        return guarded >= atLeast && changed && outside;
    }

    /// <summary>A disposal goes through the collection.</summary>
    private static bool IsLoopOfDisposal(Use use)
    {
        var place = Place(use.Name);
        if (place.Parent is MemberAccessExpressionSyntax part && part.Expression == place)
            place = part;
        return use.In.Node is MethodDeclarationSyntax && place.Parent is CommonForEachStatementSyntax loop && loop.Expression == place;
    }

    /// <summary>A number that is counted up or down, under a guard and without one.</summary>
    private static bool IsStepped(List<Use> uses) =>
        uses.Any(u => u.Guarded && IsStep(u.Name)) && uses.Any(u => !u.Guarded && IsStep(u.Name));

    private static bool IsStep(IdentifierNameSyntax name) => Place(name).Parent switch
    {
        PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => IsChange(name),
        AssignmentExpressionSyntax assignment => !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) && IsChange(name),
        _ => false,
    };

    /// <summary>What is done with what a member hands out is done with the state that it hands out: by its name, or by the local that takes it.</summary>
    private static void AddHandedOut(MemberOutline by, IReadOnlyList<MemberOutline> members, Dictionary<string, List<Use>> uses, HashSet<string> state, Dictionary<MemberOutline, IReadOnlyList<GuardedRegion>> regions)
    {
        if (by.Node is not (MethodDeclarationSyntax or PropertyDeclarationSyntax) || !by.MentionsAny(state) || HandedOut.NameIn(by.Node) is not { } given || !state.Contains(given))
            return;
        foreach (var member in members)
        {
            if (member == by || !member.Mentions.ContainsKey(by.Names[0]))
                continue;
            regions.TryGetValue(member, out var held);
            var locals = new HashSet<string>(StringComparer.Ordinal) { by.Names[0] };
            foreach (var node in member.Node.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
            {
                if (node is VariableDeclaratorSyntax { Initializer.Value: var value } local && value.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax called && called.Identifier.ValueText == by.Names[0]))
                    locals.Add(local.Identifier.ValueText);
                if (node is IdentifierNameSyntax name && locals.Contains(name.Identifier.ValueText))
                    uses[given].Add(new Use(name, member, RegionAround(name, held)));
            }
        }
    }

    /// <summary>True for a plain collection, by the name of its type: one change beside another breaks it.</summary>
    public static bool IsGrowing(SyntaxNode member)
    {
        var type = member is FieldDeclarationSyntax field ? field.Declaration.Type : (member as PropertyDeclarationSyntax)?.Type;
        return IsPlainCollection(type);
    }

    /// <summary>True for the name of such a type.</summary>
    public static bool IsPlainCollection(TypeSyntax? type)
    {
        while (type is NullableTypeSyntax nullable)
            type = nullable.ElementType;
        return type is GenericNameSyntax { Identifier.ValueText: var name } && Collections.IsGrowingName(name);
    }

    /// <summary>State of all objects that is changed under a guard of one.</summary>
    private static bool IsUnderOwn(List<Use> uses, HashSet<string> own) =>
        uses.Count(u => u.Region?.Guard is { } guard && own.Contains(guard)) >= 2 && uses.Any(u => u.Guarded && IsChange(u.Name));

    /// <summary>The uses of what is named in some region, or in a member that is: nothing else can have a guard.</summary>
    [MethodImpl(Tiering.AtOnce)]
    private static Dictionary<string, List<Use>> Uses(IReadOnlyList<MemberOutline> members, Dictionary<MemberOutline, IReadOnlyList<GuardedRegion>> regions, HashSet<string> state)
    {
        var result = new Dictionary<string, List<Use>>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            foreach (var name in member.Names)
                result[name] = new List<Use>();
        }

        var guardable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var held in regions)
        {
            foreach (var region in held.Value)
                guardable.UnionWith(NamesIn(held.Key.Node, region).Where(result.ContainsKey));
        }

        for (var grows = true; grows;)
        {
            var before = guardable.Count;
            foreach (var member in members)
            {
                if (member.Names.Any(n => guardable.Contains(n) && !state.Contains(n)))
                    guardable.UnionWith(member.Mentions.Keys.Where(result.ContainsKey));
            }

            grows = guardable.Count > before;
        }

        foreach (var member in members)
        {
            if (!member.MentionsAny(guardable))
                continue;
            regions.TryGetValue(member, out var held);
            foreach (var node in member.Node.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
            {
                if (node is IdentifierNameSyntax name && result.TryGetValue(name.Identifier.ValueText, out var uses))
                    uses.Add(new Use(name, member, RegionAround(name, held)));
            }
        }

        return result;
    }

    private static GuardedRegion? RegionAround(SyntaxNode node, IReadOnlyList<GuardedRegion>? regions)
    {
        for (var i = 0; i < regions?.Count; i++)
        {
            if (regions[i].Span.Contains(node.Span))
                return regions[i];
        }

        return null;
    }

    private static IEnumerable<string> NamesIn(SyntaxNode member, GuardedRegion region)
    {
        foreach (var node in member.DescendantNodes(region.Span, static n => n is not BaseTypeDeclarationSyntax))
        {
            if (node is IdentifierNameSyntax name)
                yield return name.Identifier.ValueText;
        }
    }

    /// <summary>The members that others name only where they hold something, or in members of which that is true.</summary>
    private static HashSet<string> CalledUnderGuard(Dictionary<string, List<Use>> uses, HashSet<string> state)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        for (var grows = true; grows;)
        {
            grows = false;
            foreach (var entry in uses)
            {
                if (entry.Value.Count > 0 && !result.Contains(entry.Key) && !state.Contains(entry.Key) && entry.Value.All(u => u.Guarded || u.In.Names.Any(result.Contains)))
                    grows |= result.Add(entry.Key);
            }
        }

        return result;
    }

    private static bool IsState(SyntaxNode member) =>
        member is FieldDeclarationSyntax field ? !field.Modifiers.Any(SyntaxKind.ConstKeyword) : member is PropertyDeclarationSyntax { ExpressionBody: null };

    private static bool IsStatic(SyntaxNode member) => ((MemberDeclarationSyntax)member).Modifiers.Any(SyntaxKind.StaticKeyword);

    /// <summary>Members that run when nobody else knows the object.</summary>
    private static bool IsApart(SyntaxNode member) =>
        member is ConstructorDeclarationSyntax or DestructorDeclarationSyntax or FieldDeclarationSyntax or MethodDeclarationSyntax { Identifier.ValueText: "Dispose" or "DisposeAsync" };

    /// <summary>True where what the name stands for is changed, or given another value.</summary>
    public static bool IsChange(IdentifierNameSyntax name)
    {
        var place = Place(name);
        return place.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == place,
            PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression),
            PostfixUnaryExpressionSyntax => true,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax },
            MemberAccessExpressionSyntax access => Mutators.Contains(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax => true,
            _ => false,
        };
    }

    private static bool LooksInside(IdentifierNameSyntax name)
    {
        var place = Place(name);
        return place != (SyntaxNode)name && place is ElementAccessExpressionSyntax
            || place.Parent is MemberAccessExpressionSyntax or CommonForEachStatementSyntax or ArgumentSyntax;
    }

    /// <summary>The whole place that the name stands for: <c>this._items[i]</c>.</summary>
    private static ExpressionSyntax Place(IdentifierNameSyntax name)
    {
        ExpressionSyntax place = name;
        while (true)
        {
            switch (place.Parent)
            {
                case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax or IdentifierNameSyntax } access when access.Name == place:
                    place = access;
                    break;
                case ElementAccessExpressionSyntax element when element.Expression == place:
                    place = element;
                    break;
                case ParenthesizedExpressionSyntax or CastExpressionSyntax:
                    place = (ExpressionSyntax)place.Parent;
                    break;
                case PostfixUnaryExpressionSyntax bang when bang.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                    place = bang;
                    break;
                default:
                    return place;
            }
        }
    }

    private sealed record Use(IdentifierNameSyntax Name, MemberOutline In, GuardedRegion? Region)
    {
        public bool Guarded => Region is not null;
    }
}
