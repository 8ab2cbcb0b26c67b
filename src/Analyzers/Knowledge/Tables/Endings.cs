using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Calls from which control does not come back, and calls by which work is ended or waited for.</summary>
internal static class Endings
{
    /// <summary>True for a call after which the work of an object has ended, or is about to.</summary>
    public static bool StopsWork(string method) =>
        method is "Cancel" or "CancelAsync" or "CancelAfter" or "Wait" or "WaitAsync" or "WaitOne" or "Join" or "GetAwaiter" or "GetResult" or "WhenAll" or "WhenAny" or "WaitAll" or "Complete" or "TryComplete" or "Stop" or "StopAsync" or "Shutdown" or "ShutdownAsync" or "CloseAsync" or "Abort" or "Kill";

    /// <summary>True for a call that comes back when work has ended.</summary>
    public static bool WaitsForWork(string method) =>
        method is "Wait" or "WaitOne" or "Join" or "GetResult" or "Result" or "WaitAll" or "Stop" or "Shutdown" or "RunSynchronously" or "SpinUntil";

    /// <summary>True for a call that nothing comes after, in any thread.</summary>
    public static bool EndsTheProcess(string type, string method) => (type is "Environment" or "System.Environment") && method is "Exit" or "FailFast";

    /// <summary>True for a method that says so: <c>[DoesNotReturn]</c>, <c>Environment.FailFast</c>, <c>Environment.Exit</c>.</summary>
    public static bool NeverComesBack(IMethodSymbol method)
    {
        if (!method.ReturnsVoid || !(method.Name.StartsWith("Throw", StringComparison.Ordinal) || method.Name.StartsWith("Fail", StringComparison.Ordinal) || method.Name is "Exit" or "Rethrow" or "Abort"))
            return false;
        if (method.ContainingType is { Name: "Environment" } type && type.IsIn("System"))
            return true;
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "DoesNotReturnAttribute")
                return true;
        }

        return false;
    }
}
