using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Code that is handed to a member which runs it under a guard.</summary>
internal sealed partial class ProtocolOutline
{
    /// <summary>The members that hand code which asks for a guard to a member that runs it under the same one.</summary>
    private void Handed(IReadOnlyList<MemberOutline> members, HashSet<MemberOutline> result)
    {
        foreach (var entry in _takes)
        {
            if (!TakesCode(entry.Key))
                continue;
            var running = Running(members, new[] { entry.Key });
            foreach (var member in members)
            {
                if (!result.Contains(member) && member.MentionsAny(running) && entry.Value.Any(t => t.Node is not LockStatementSyntax && GuardsIn(member, running).Contains(t.Guard)))
                    result.UnionWith(Reached(member));
            }
        }
    }

    /// <summary>The names of those that are given code and run it under what they take, and of those that hand it on to these.</summary>
    public static HashSet<string> Running(IReadOnlyList<MemberOutline> members, IEnumerable<MemberOutline> taking)
    {
        var names = new HashSet<string>(taking.Where(m => TakesCode(m)).SelectMany(m => m.Names), StringComparer.Ordinal);
        if (names.Count > 0)
            names.UnionWith(members.Where(m => TakesCode(m) && m.MentionsAny(names)).SelectMany(m => m.Names).ToList());
        return names;
    }

    /// <summary>The guards that are asked for by what the member hands to one of these.</summary>
    private IEnumerable<string> GuardsIn(MemberOutline member, HashSet<string> called) =>
        from call in member.Node.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where OwnName(call.Expression) is { } target && called.Contains(target)
        from name in call.ArgumentList.DescendantNodes().OfType<IdentifierNameSyntax>()
        where _byName.ContainsKey(name.Identifier.ValueText)
        from guard in TakenBy(name.Identifier.ValueText, _byName[name.Identifier.ValueText])
        select guard;

    /// <summary>True for a method that is given code to run.</summary>
    private static bool TakesCode(MemberOutline member) =>
        member.Node is MethodDeclarationSyntax method && method.ParameterList.Parameters.Any(static p => p.Type is GenericNameSyntax { Identifier.ValueText: "Func" or "Action" } or IdentifierNameSyntax { Identifier.ValueText: "Action" });

    /// <summary>The member and what it names, directly or through others, as far as it has to do with guards.</summary>
    private HashSet<MemberOutline> Reached(MemberOutline start)
    {
        var seen = new HashSet<MemberOutline> { start };
        var open = new Stack<MemberOutline>(seen);
        while (open.Count > 0)
        {
            foreach (var name in open.Pop().Mentions.Keys)
            {
                if (!_byName.TryGetValue(name, out var named))
                    continue;
                foreach (var member in named)
                {
                    if (!seen.Contains(member) && Leads(member))
                    {
                        seen.Add(member);
                        open.Push(member);
                    }
                }
            }
        }

        return seen;
    }

    /// <summary>True for a member that has to do with guards, or names others that may.</summary>
    private bool Leads(MemberOutline member)
    {
        if (!_leads.TryGetValue(member, out var known))
            _leads.Add(member, known = member.Takes || member.Gives || member.HasLockStatements || member.Mentions.Any(m => _byName.ContainsKey(m.Key)) || TakesCode(member));
        return known;
    }
}
