using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What is asked of the count of a semaphore, which is the count of all who use it.</summary>
internal static class GuardCounts
{
    /// <summary>True where the semaphore is given back if its own count says so: <c>if (_gate.CurrentCount == 0) _gate.Release();</c>.</summary>
    /// <param name="release">The call that gives back.</param>
    public static bool Decides(Site release)
    {
        if (release.Node?.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.Expression is not MemberAccessExpressionSyntax { Expression: var given })
            return false;
        var name = TypeSyntaxFacts.LastName(given);
        return release.Node!.FirstAncestorOrSelf<IfStatementSyntax>() is { Condition: var condition, Statement: var then } && then.Span.Contains(release.Node.Span)
            && condition.DescendantNodesAndSelf().Any(n => n is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Locks.Count, Expression: var asked } && TypeSyntaxFacts.LastName(asked) == name);
    }
}
