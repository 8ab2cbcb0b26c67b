using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Which expressions are tasks that are done already, and which calls only hand a task on.</summary>
internal static class Awaitables
{
    private static readonly HashSet<string> s_completed = new(StringComparer.Ordinal) { "FromResult", "FromException", "FromCanceled", "get_CompletedTask" };

    private static readonly HashSet<string> s_passing = new(StringComparer.Ordinal) { Configures, "AsTask", "WaitAsync", "Unwrap", "Preserve" };

    /// <summary>The call that says where to go on behind a wait.</summary>
    public const string Configures = "ConfigureAwait";

    /// <summary>The property that says of a task that it has ended, in whatever way.</summary>
    public const string Ended = "IsCompleted";

    /// <summary>The call by which something else comes after a task.</summary>
    public const string GoesOn = "ContinueWith";

    /// <summary>True for the names of options by which a continuation comes only after a task that was not cancelled.</summary>
    public static bool ComesAfterSuccess(string option) => option is "OnlyOnRanToCompletion" or "NotOnCanceled";

    /// <summary>True for the members of a task that tell how it has ended, and not what it answers.</summary>
    public static bool TellsHowItEnded(string member) => member is Ended or "IsCompletedSuccessfully" or "IsCanceled" or "IsFaulted" or "Status" or "Exception";

    /// <summary>The call by which a task comes to be one of several in a local.</summary>
    public const string AddsToList = "Add";

    /// <summary>True for the names of calls whose task ends only when the functions have ended that are given to them, or whose tasks are those of the functions.</summary>
    public static bool EndsWithWhatItRuns(string method) => method is "Run" or "Select" or "ForEachAsync";

    /// <summary>True for the names of what waits for a task and blocks.</summary>
    public static bool Blocks(string member) => member is "Wait" or "GetResult" or "Result";

    /// <summary>True for the names of calls that come back when a task has ended, and give its result or nothing.</summary>
    public static bool ComesBackWithResult(string method) => method is "Wait" or "WaitAll" || GivesResult(method);

    /// <summary>True for the name of the call that gives the result of an awaiter.</summary>
    public static bool GivesResult(string method) => method is "GetResult";

    /// <summary>True for the names of calls whose task ends when all the tasks have ended that are given to them.</summary>
    public static bool WaitsForAll(string method) => method is "WhenAll";

    /// <summary>True for the names of calls whose answer stands for the same tasks: <c>ConfigureAwait</c>, <c>GetAwaiter</c>, <c>ToList</c>.</summary>
    public static bool KeepsTasks(string method) => s_passing.Contains(method) || method is "GetAwaiter" or "ToList" or "ToArray";

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
        return s_passing.Contains(method.Name) && (TypeFacts.IsTask(method.ContainingType) || method.Name == Configures);
    }
}
