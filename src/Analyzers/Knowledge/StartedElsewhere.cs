using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>The members of a type that wait and change a plain collection, and of which other code may start several runs at once.</summary>
internal static class StartedElsewhere
{
    /// <summary>Their declarations; empty in nearly all types.</summary>
    public static HashSet<SyntaxNode> In(IReadOnlyList<MemberOutline> members, KnowledgeBase knowledge)
    {
        var growing = new HashSet<string>(members.Where(m => GuardOutline.IsGrowing(m.Node)).SelectMany(m => m.Names), StringComparer.Ordinal);
        return growing.Count == 0 ? new() : new(members.Where(m => m.Waits && m.Changed.Any(growing.Contains) && m.Names.Any(knowledge.ManyRuns.MayStart)).Select(m => m.Node));
    }
}
