namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Objects that somebody waits for and somebody else completes.</summary>
internal static class Signals
{
    /// <summary>The type whose <c>Task</c> is waited for.</summary>
    public const string TypeName = "TaskCompletionSource";

    /// <summary>The property that is waited for.</summary>
    public const string Awaited = "Task";

    /// <summary>True for the names of the calls that complete one.</summary>
    public static bool IsCompleting(string method) => method is "SetResult" or "TrySetResult" or "SetException" or "TrySetException" or "SetCanceled" or "TrySetCanceled" or "SetFromTask" or "TrySetFromTask";
}
