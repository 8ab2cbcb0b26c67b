namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Which names and remarks say that a member needs no guard of its own, though it touches guarded state.</summary>
internal static class GuardHabits
{
    private static readonly string[] s_callerHolds = { "Locked", "NoLock", "Unlocked", "WithoutLock", "UnderLock", "InLock", "InsideLock", "WithLock", "LockHeld", "HoldingLock", "NotLocked", "Unsafe", "Unsynchronized", "NoSync", "Unguarded", "Nolock" };

    private static readonly string[] s_helper = { "Core", "Internal", "Impl", "Inner" };

    private static readonly string[] s_beginning = { "Init", "Initialize", "Initialise", "Initialization", "Setup", "SetUp", "Configure", "Start", "StartUp", "Startup", "Bootstrap", "OnInitialized", "OnStart", "OnStarting", "OnStarted", "Prepare", "BeginInit", "EndInit", "TryInitialize", "EnsureInitialized", "OnCreate", "Construct", "DoStart", "Build", "Restart" };

    private static readonly string[] s_initial = { "Init", "Initial", "Initialize", "Initialise" };

    private static readonly string[] s_turnTakers = { "Dispatcher", "Scheduler", "Queue", "SynchronizationContext", "JoinableTaskFactory", "Thread", "Control", "Form" };

    private static readonly string[] s_aside = { "ToString", "Equals", "GetHashCode", "DebuggerDisplay", "Finalize", "Validate", "AssertInvariants", "CheckInvariants" };

    private static readonly string[] s_remarks = { "lock", "guard", "semaphore", "mutex", "synchroni", "thread", "race", "concurren", "exclusive", "debug" };

    private static readonly string[] s_quietStarts = { "Log", "Trace", "Debug", "WriteLine", "Warn", "Info", "Verbose" };

    private static readonly HashSet<string> s_quiet = new(StringComparer.Ordinal)
    {
        "Add", "TryAdd", "Remove", "TryRemove", "TryGetValue", "GetValueOrDefault", "Contains", "ContainsKey", "Clear", "Enqueue", "TryEnqueue", "TryDequeue", "TryPeek", "Push", "TryPop", "ToArray", "ToList", "Any", "Count",
        "FirstOrDefault", "LastOrDefault", "SingleOrDefault", "Equals", "IsNullOrEmpty", "IsNullOrWhiteSpace", "TrySetResult", "TrySetCanceled", "TrySetException", "GetHashCode", "Increment", "Decrement", "Exchange", "CompareExchange", "Read", "Stop", "Restart", "Start", "TryComplete",
        "Select", "Where", "Concat", "Append", "Prepend", "Distinct", "OfType", "ToString", "NewGuid", "Dispose", "GetTempPath", "Max", "Min", "CreateLinkedTokenSource", "GetEnumerator", "MoveNext", "GetType",
    };

    /// <summary>True for calls of which nobody expects that they throw: logging, collections, counters, disposal.</summary>
    public static bool IsQuiet(string method) => s_quiet.Contains(method) || s_quietStarts.Any(word => method.StartsWith(word, StringComparison.Ordinal));

    /// <summary>True where the name says that the caller has taken the guard already.</summary>
    public static bool CallerHolds(string member, bool isPublic)
    {
        var name = Bare(member);
        return s_callerHolds.Any(word => name.EndsWith(word, StringComparison.Ordinal) || name.StartsWith(word, StringComparison.Ordinal))
            || (!isPublic && s_helper.Any(word => name.EndsWith(word, StringComparison.Ordinal)));
    }

    /// <summary>True where the name says that the member runs before anybody else uses the object.</summary>
    public static bool IsBeginning(string member) =>
        Array.IndexOf(s_beginning, Bare(member)) >= 0 || member.HasWord(s_initial) || member.EndsWith("ForTest", StringComparison.Ordinal) || member.EndsWith("ForTests", StringComparison.Ordinal) || member.EndsWith("ForTesting", StringComparison.Ordinal);

    /// <summary>
    /// True for what runs one delegate after the other on its thread: code that is there already has nothing to take, and which code
    /// that is no source says.
    /// </summary>
    public static bool IsTurnTaker(string type) => type.HasWord(s_turnTakers);

    /// <summary>True for members that show or compare an object: a torn look does no harm there.</summary>
    public static bool IsAside(string member) => Array.IndexOf(s_aside, member) >= 0;

    /// <summary>True for a remark that speaks of guards, threads or debugging: whoever wrote it has thought of them.</summary>
    public static bool IsAboutGuards(string remark) => s_remarks.Any(word => StartsAWord(remark, word));

    private static bool StartsAWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsLetter(text[at - 1]))
                return true;
        }

        return false;
    }

    private static string Bare(string member) => member.EndsWith("Async", StringComparison.Ordinal) ? member.Substring(0, member.Length - "Async".Length) : member;
}
