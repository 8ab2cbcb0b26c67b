using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Objects that somebody waits for and somebody else completes.</summary>
internal static class Signals
{
    /// <summary>The type whose <c>Task</c> is waited for.</summary>
    public const string TypeName = "TaskCompletionSource";

    /// <summary>The namespace of that type.</summary>
    public const string Space = "System.Threading.Tasks";

    /// <summary>The property that is waited for.</summary>
    public const string Awaited = "Task";

    /// <summary>The property that says whether it is completed.</summary>
    public const string IsCompleted = "IsCompleted";

    /// <summary>The option by which those who wait go on elsewhere, and not inside the call that completes.</summary>
    public const string Elsewhere = "RunContinuationsAsynchronously";

    /// <summary>The type of the options.</summary>
    public const string OptionsType = "TaskCreationOptions";

    /// <summary>A type of other options with a member of the same name: given to a source, a value of it is only its state.</summary>
    public const string OtherOptionsType = "TaskContinuationOptions";

    /// <summary>The option of a channel by which those who wait go on inside the call that writes or completes.</summary>
    public const string Inside = "AllowSynchronousContinuations";

    /// <summary>The calls that throw where somebody else was first.</summary>
    public static readonly string[] Throwing = { "SetResult", "SetException", "SetCanceled", "SetFromTask" };

    /// <summary>The beginning of the names of the calls that only say so.</summary>
    public const string Try = "Try";

    /// <summary>True for the names of the calls that complete one.</summary>
    public static bool IsCompleting(string method) => Array.IndexOf(Throwing, method) >= 0 || (method.StartsWith(Try, StringComparison.Ordinal) && Array.IndexOf(Throwing, method.Substring(Try.Length)) >= 0);

    /// <summary>True for the names of the calls that throw where somebody else was first.</summary>
    public static bool Throws(string method) => !method.StartsWith(Try, StringComparison.Ordinal);

    /// <summary>True for what is waited for and completed by such calls.</summary>
    public static bool IsSource(ITypeSymbol? type) => type is { Name: TypeName } && type.IsIn(Space);

    /// <summary>True for that, and for what a task source of one's own is made of.</summary>
    public static bool IsCompletedOnce(ITypeSymbol? type) => IsSource(type) || IsBare(type);

    /// <summary>True for what has no calls that only try.</summary>
    public static bool IsBare(ITypeSymbol? type) => type is { Name: "ManualResetValueTaskSourceCore" };

    /// <summary>Calls whose answer goes to one of several that ask: who gets it is the only one.</summary>
    public static readonly string[] Winning =
    {
        "Exchange", "CompareExchange", "Increment", "Decrement", "Add", "And", "Or", "Remove", "Unregister", "Wait", "WaitAsync",
    };

    /// <summary>Beginnings of the names of calls that only look: all who ask get the same answer.</summary>
    private static readonly string[] s_looking = { "TryGet", "TryPeek", "TryParse", "TryFind", "TryFormat", "TryConvert" };

    /// <summary>True for the name of a call whose answer goes to one of several that ask.</summary>
    public static bool Wins(string method) => Array.IndexOf(Winning, method) >= 0 || (method.StartsWith(Try, StringComparison.Ordinal) && method.Length > Try.Length && char.IsUpper(method[Try.Length]) && !Array.Exists(s_looking, w => method.StartsWith(w, StringComparison.Ordinal)));

    /// <summary>Words in the names of members that run because time has passed or somebody no longer wants to wait.</summary>
    public static readonly string[] ComeOnTheirOwn = { "Timeout", "TimedOut", "Expire", "Expired", "Elapsed", "Cancel", "Cancelled", "Canceled", "Abort", "Aborted" };

    /// <summary>Beginnings of the names of members that only hand the completion on: when is up to their callers.</summary>
    public static readonly string[] HandsOn = { "Set", "TrySet", "Complete", "Fail", "Resolve", "Reject", "Return", "Throw" };

    /// <summary>The call that finds an object in a collection and leaves it there.</summary>
    public const string Find = "TryGetValue";

    /// <summary>True for a completion after which those who wait go on with a result, and not with an exception.</summary>
    public static bool GivesResult(string method) => method is "SetResult" or "TrySetResult";

    /// <summary>The completion of one for whom nobody waits any longer.</summary>
    public const string GivesUp = "SetCanceled";

    /// <summary>Words in the names of calls that take something out of a collection: what is taken out, nobody else completes.</summary>
    public static readonly string[] TakesOut = { "Remove", "Dequeue", "Pop", "Take", "Clear" };

    /// <summary>Words in the names of events that are raised over and over.</summary>
    public static readonly string[] Repeating = { "Click", "Clicked", "Tapped", "Pressed", "Released", "Moved", "Changed", "Received", "Arrived", "Progress", "Key", "Tick", "Elapsed", "Updated", "Ready", "Connected", "Disconnected" };

    /// <summary>The option by which a signal is made as it would be without any.</summary>
    public const string NoOptions = nameof(TaskCreationOptions.None);

    /// <summary>The call that lets time pass.</summary>
    public const string Delay = "Delay";

    /// <summary>Members by which one looks at a collection, or whether there is a value.</summary>
    public static readonly string[] Looks = { "Count", "IsEmpty", "Length", "Any", "Contains", "ContainsKey", "TryGetValue", "TryDequeue", "TryPeek", "TryTake", "TryRemove", "TryPop", "HasValue" };
}
