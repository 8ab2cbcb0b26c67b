using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Waits for a guard whose task is kept in a local.</summary>
internal static class GuardTasks
{
    /// <summary>
    /// True where the task is awaited unless it has ended already: <c>var wait = gate.WaitAsync(); if (!wait.IsCompleted) await wait;</c>. The guard is
    /// taken on both ways.
    /// </summary>
    public static bool IsAwaitedUnlessEnded(Site acquire)
    {
        if (acquire.Node?.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { Initializer.Value: InvocationExpressionSyntax, Identifier.ValueText: var task } || GuardPlaces.Function(acquire.Node) is not { } function)
            return false;
        return function.DescendantNodes().OfType<IfStatementSyntax>().Any(i => i.SpanStart > acquire.Start && AsksTask(i.Condition, task) && i.Statement.DescendantNodesAndSelf().Any(n => n is AwaitExpressionSyntax wait && wait.DescendantNodes().Any(d => d is IdentifierNameSyntax name && name.Identifier.ValueText == task)));
    }

    private static bool AsksTask(ExpressionSyntax condition, string task) =>
        condition.DescendantNodesAndSelf().Any(n => n is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner, Name.Identifier.ValueText: "Status" or "IsCompleted" or "IsCompletedSuccessfully" } && owner.Identifier.ValueText == task);
}
