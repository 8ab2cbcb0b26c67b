using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What is sent out of a field, which other members fill or change.</summary>
internal static partial class SendOutline
{
    /// <summary>Where a member sends what a field holds: the members that call it and change that, itself where it calls one that does, and those that call both.</summary>
    private static IEnumerable<MemberOutline> AroundField(MemberOutline sender, HashSet<string> names, IReadOnlyList<MemberOutline> members, List<MemberOutline> callers)
    {
        // One that fills a field and sends it does so again in the next turn of whoever calls it.
        if (callers.Any(c => CallsAgain(c, sender)) && members.Any(m => m.Node is BaseFieldDeclarationSyntax && m.Names.Any(names.Contains)) && Changes(sender, names))
        {
            foreach (var caller in callers.Where(c => CallsAgain(c, sender)))
                yield return caller;
        }

        foreach (var changer in members)
        {
            // Whether they meet at all is asked first: it costs a look at names, and few do.
            if (changer == sender || changer.Node is BaseFieldDeclarationSyntax or ConstructorDeclarationSyntax || !changer.MentionsAny(names))
                continue;
            var (calls, isCalled, above) = (callers.Contains(changer), sender.MayCall(changer), callers.FindAll(c => c != changer && c.MayCall(changer)));
            if ((!calls && !isCalled && above.Count == 0) || !Changes(changer, names))
                continue;
            if (calls)
                yield return changer;
            if (isCalled)
                yield return sender;
            foreach (var caller in above)
                yield return caller;
        }
    }

    /// <summary>True where the member changes what a field that never gets another object holds: the next call changes what this one has sent. Of a member that others of the type call, they decide how often it runs.</summary>
    private static bool IsKept(HashSet<string> names, MemberOutline sender, IReadOnlyList<MemberOutline> members, List<MemberOutline> callers) =>
        sender.Node is MethodDeclarationSyntax { Identifier.ValueText: var name } && !Concurrency.IsForStart(name)
        && members.Any(m => m.Node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && m.Names.Any(names.Contains))
        && callers.Count == 0 && Changes(sender, names);

    /// <summary>True where a call stands in a loop, or behind another one.</summary>
    private static bool CallsAgain(MemberOutline caller, MemberOutline called) =>
        called.Names.Any(n => caller.Mentions.TryGetValue(n, out var count) && (count > 1 || NameIndex.In(caller.Node, n).Any(place => CallShape.LoopAround(place) is not null)));
}
