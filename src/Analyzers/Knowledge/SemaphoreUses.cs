using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Who gives a semaphore back that the type keeps to itself.</summary>
internal static class SemaphoreUses
{
    /// <summary>
    /// True where each function that gives it back has waited for it first, without giving up, and nothing else is done with it: then nobody ever gets in
    /// if it starts without a permit.
    /// </summary>
    public static bool OnlyHoldersGiveBack(string semaphore, IReadOnlyList<MemberOutline> members)
    {
        var taken = new Dictionary<SyntaxNode, int>();
        var given = new List<SyntaxNode>();
        foreach (var declaration in members.Select(m => m.Node.Parent).Distinct())
        {
            foreach (var node in declaration?.DescendantNodes() ?? Enumerable.Empty<SyntaxNode>())
            {
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != semaphore)
                    continue;
                ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name;
                if (place.Parent is AssignmentExpressionSyntax { Right: BaseObjectCreationExpressionSyntax } && place.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null)
                    continue;
                if (place.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method, Parent: InvocationExpressionSyntax call } || GuardPlaces.Function(call) is not { } function)
                    return false;
                if (method is "WaitAsync" or "Wait" && !ProtocolOutline.IsTimed(call))
                    taken[function] = taken.TryGetValue(function, out var first) ? Math.Min(first, call.SpanStart) : call.SpanStart;
                else if (method == "Release" && call.ArgumentList.Arguments.Count == 0)
                    given.Add(call);
                else if (method != "Dispose")
                    return false;
            }
        }

        return given.Count > 0 && given.All(g => taken.TryGetValue(GuardPlaces.Function(g)!, out var first) && first < g.SpanStart);
    }
}
