using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Which expressions are tasks that are done already, and which calls only hand a task on.</summary>
internal static class Awaitables
{
    private static readonly HashSet<string> s_completed = new(StringComparer.Ordinal) { "FromResult", "FromException", "FromCanceled", "get_CompletedTask" };

    private static readonly HashSet<string> s_passing = new(StringComparer.Ordinal) { "ConfigureAwait", "AsTask", "WaitAsync", "Unwrap", "Preserve" };

    /// <summary>True for <c>Task.FromResult</c>, <c>Task.CompletedTask</c> and their like: awaiting the result does not suspend.</summary>
    public static bool IsCompleted(IMethodSymbol method) => s_completed.Contains(method.Name) && TypeFacts.IsTask(method.ContainingType);

    /// <summary>
    /// True for a call whose task ends when the task it is called on ends: <c>ConfigureAwait</c>, <c>AsTask</c>, <c>Task.WaitAsync</c>, and any
    /// extension method of a task that gives something to wait for (<c>SuppressThrowing</c>, <c>WithTimeout</c>).
    /// </summary>
    public static bool PassesTaskOn(IMethodSymbol method)
    {
        var definition = method.ReducedFrom ?? method;
        if (definition.IsExtensionMethod && definition.Parameters.Length > 0 && TypeFacts.IsTask(definition.Parameters[0].Type))
            return TypeFacts.IsTask(definition.ReturnType) || TypeFacts.AwaitedType(definition.ReturnType) is not null;
        return s_passing.Contains(method.Name) && (TypeFacts.IsTask(method.ContainingType) || method.Name == "ConfigureAwait");
    }
}
