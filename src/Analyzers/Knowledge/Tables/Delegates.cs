using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>How an API runs the delegate it is given.</summary>
/// <param name="When">When.</param>
/// <param name="Guarded">True where the receiver lets one run at a time.</param>
internal sealed record DelegateRow(RunsWhen When, bool Guarded = false);

/// <summary>When a delegate given to an API runs: rows for the platform's own, words in names for the rest.</summary>
internal static class Delegates
{
    private static readonly DelegateRow s_immediate = new(RunsWhen.Immediate);
    private static readonly DelegateRow s_deferred = new(RunsWhen.Deferred);
    private static readonly DelegateRow s_concurrent = new(RunsWhen.Concurrent);

    /// <summary>At some time, one run after the other.</summary>
    public static DelegateRow InTurn => s_deferred;

    private static readonly HashSet<string> s_immediateTypes = new(StringComparer.Ordinal)
    {
        "Enumerable", "Array", "List", "Dictionary", "HashSet", "SortedSet", "LinkedList", "ConcurrentDictionary", "Interlocked", "ImmutableInterlocked",
        "LazyInitializer", "ImmutableArray", "ImmutableList", "ImmutableDictionary", "MemoryExtensions", "String", "ConditionalWeakTable", "Span", "SpinWait",
    };

    private static readonly HashSet<string> s_concurrentTypes = new(StringComparer.Ordinal)
    {
        "Parallel", "ParallelEnumerable", "Timer", "ActionBlock", "TransformBlock", "TransformManyBlock", "CancellationToken", "FileSystemWatcher",
    };

    private static readonly string[] s_exclusiveMethodWords = { "Lock", "Locked", "Exclusive", "Exclusively", "Synchronized", "Serial", "Serialized", "Guard", "Guarded", "Critical", "Mutex", "Semaphore" };

    private static readonly string[] s_exclusiveTypeWords = { "Lock", "Mutex", "Semaphore", "SerialQueue", "SerialExecutor", "SequentialExecutor", "Sequential", "Gate", "TaskQueue", "SingleRunner", "Exclusive" };

    private static readonly string[] s_queueTypeWords = { "Queue", "SerialQueue", "Sequential", "Actor", "Dispatcher", "Mailbox", "SerialExecutor" };

    private static readonly string[] s_runMethods = { "Run", "Execute", "Invoke", "Enqueue", "Do", "With", "Perform", "Use", "Within", "Under", "Queue", "Schedule" };

    private static readonly string[] s_queueMethods = { "Enqueue", "Post", "Queue", "Schedule", "Send", "Add", "Run", "Execute", "Invoke" };

    private static readonly string[] s_subscribing = { "Subscribe", "On", "Register", "AddHandler", "Handle", "Listen", "Map", "Watch" };

    /// <summary>The row for a method that a user has listed; null for any other.</summary>
    public static DelegateRow? RowSet(IMethodSymbol method, FileSettings settings, bool isAsync, bool awaited, bool repeats) =>
        settings.ImmediateDelegates.Has(method) ? Immediately(isAsync, awaited)
        : settings.DeferredDelegates.Has(method) ? Later(repeats)
        : null;

    /// <summary>The same for a call that does not bind.</summary>
    public static DelegateRow? RowSet(string type, string method, FileSettings settings, bool isAsync, bool awaited, bool repeats) =>
        settings.ImmediateDelegates.Has(type, method) ? Immediately(isAsync, awaited)
        : settings.DeferredDelegates.Has(type, method) ? Later(repeats)
        : null;

    /// <summary>What runs before the call ends: an async delegate before its task does, which nobody may wait for.</summary>
    public static DelegateRow Immediately(bool isAsync, bool awaited) => isAsync && !awaited ? s_deferred : s_immediate;

    /// <summary>The row for a method or constructor that takes the delegate.</summary>
    /// <param name="method">The method.</param>
    /// <param name="receiverName">The name of the variable it is called on, if any.</param>
    /// <param name="isAsync">True where the delegate is asynchronous.</param>
    /// <param name="awaited">True where the call is awaited on the spot.</param>
    /// <param name="repeats">True where the call stands in a loop or in a delegate that runs more than once.</param>
    public static DelegateRow RowOf(IMethodSymbol method, string? receiverName, bool isAsync, bool awaited, bool repeats)
    {
        var type = method.ContainingType;
        var typeName = type?.Name ?? "";
        if (type.IsBelow("System"))
        {
            switch (typeName, method.Name)
            {
                case ("Task", "Run") or ("TaskFactory", "StartNew") or ("ThreadPool", _) or ("Thread", _):
                    return awaited ? s_immediate : repeats ? s_concurrent : s_deferred;
                case ("Task", "ContinueWith"):
                    return awaited ? s_immediate : s_concurrent;
                case ("Lazy", _) or ("AsyncLocal", _):
                    return s_deferred;
            }

            if (s_concurrentTypes.Contains(typeName))
                return s_concurrent;
            if (s_immediateTypes.Contains(typeName))
                return isAsync && method.Name is "Select" or "ForEach" or "SelectMany" && isAsync ? s_concurrent : s_immediate;
        }

        return RowByName(method.Name, typeName, receiverName, isAsync, awaited);
    }

    private static DelegateRow Later(bool repeats) => repeats ? s_concurrent : s_deferred;

    /// <summary>The row for a method of which only names are known.</summary>
    public static DelegateRow RowByName(string name, string typeName, string? receiverName, bool isAsync, bool awaited)
    {
        var receiverSerial = typeName.HasWord(s_exclusiveTypeWords) || (receiverName is not null && receiverName.HasWord(s_exclusiveTypeWords));
        if (name.HasWord(s_exclusiveMethodWords) || (receiverSerial && name.HasWord(s_runMethods)))
            return new DelegateRow(awaited || !isAsync ? RunsWhen.Immediate : RunsWhen.Deferred, Guarded: true);
        if (name.HasWord(s_queueMethods) && (typeName.HasWord(s_queueTypeWords) || (receiverName is not null && receiverName.HasWord(s_queueTypeWords))))
            return new DelegateRow(awaited ? RunsWhen.Immediate : RunsWhen.Deferred, Guarded: true);
        if (name == "ForEach" || name == "ForEachAsync")
            return isAsync && !awaited ? s_concurrent : s_immediate;
        foreach (var word in s_subscribing)
        {
            if (name.BeginsWithWord(word))
                return s_concurrent;
        }

        return s_deferred;
    }
}
