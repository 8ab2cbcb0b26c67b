using AsyncStateAnalyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

/// <summary>Judges the tasks that a body returns; no flow is asked.</summary>
internal static class TaskOutlivesItsGuard
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0209",
        name: "Task outlives its guard",
        since: "0.1.0",
        message: "'{0}' goes on after '{1}' {2}",
        description: "A method without 'async' returns a task from inside try/finally, using or lock, or a method throws it away there. What is given back there is given back when the task has begun, not when it has ended. Make the method async and await the task.");

    /// <summary>What has happened to what the task needs.</summary>
    public static string How(OutlivingTask task) => Lost(task) + (task.IsThrownAway ? ": nobody waits for its task" : task.IsWaitedForTooLate ? ": its task is waited for only then, and the next holder begins another operation of the same object" : ": the method returns its task without waiting for it");

    /// <summary>What is wrong with a disposal that goes on.</summary>
    public static string How(BackgroundDisposal disposal) => $"says that it is done: nobody waits for its task, and a second call that does not ask '{disposal.Mark}' ends '{disposal.Ended}' as well";

    private static string Lost(OutlivingTask task) => task switch
    {
        { RunsOthersCode: true } => "was held for its beginning only",
        { IsGuard: true } => "has been given back",
        _ => "has been disposed or handed back",
    };

    /// <summary>A guard that guards nothing is certain; what is disposed may not be needed any more, and a lock of a thread may be for the beginning.</summary>
    public static DiagnosticSeverity SeverityOf(OutlivingTask task) => task is { IsGuard: true, RunsOthersCode: false, IsWaitedForTooLate: false, IsOfThread: false } ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
}
