namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Calls that end what an object stands for, and looks at whether somebody has.</summary>
internal static class Revocations
{
    /// <summary>True for calls on an object after which whoever uses it has to stop.</summary>
    public static bool Cancels(string method) => method is "Cancel" or "CancelAsync" or "Abort";

    /// <summary>True for calls on an object after which nobody can use it.</summary>
    public static bool Ends(string method) => Cancels(method) || method is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync";

    /// <summary>The property by which a source hands out what tells of its cancellation.</summary>
    public const string Token = "Token";

    /// <summary>True for the names by which a token tells that it has been canceled.</summary>
    public static bool IsAsked(string name) => name is "IsCancellationRequested" or "ThrowIfCancellationRequested";

    /// <summary>True for the exceptions by which an operation tells that it has been canceled.</summary>
    public static bool IsCanceled(string exception) => exception is "OperationCanceledException" or "TaskCanceledException";
}
