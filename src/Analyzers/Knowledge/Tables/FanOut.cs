namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>How an API brings it about that the runs of a delegate stand beside each other, or beside the code that goes on.</summary>
internal enum FanOut
{
    /// <summary>Not known to do so.</summary>
    Unknown,

    /// <summary>Runs it once for each element, one after the other.</summary>
    PerElement,

    /// <summary>Several runs on several threads; it returns when all have ended.</summary>
    Threads,

    /// <summary>One run on a thread of its own, beside the code that goes on.</summary>
    Thread,

    /// <summary>One run on a pool thread at some later time.</summary>
    Later,

    /// <summary>One run of each of several delegates on threads of their own; it returns when all have ended.</summary>
    Branches,

    /// <summary>Runs of one event come one after the other, and beside those of the other events of the same object.</summary>
    Handlers,

    /// <summary>Starts several tasks: up to the first suspension one after the other, from there on side by side.</summary>
    Tasks,
}

/// <summary>Which APIs those are: by type and method where both are known, by the beginning of the name elsewhere.</summary>
internal static class FanOuts
{
    private static readonly (string Beginning, FanOut FanOut)[] s_rows =
    {
        ("Parallel.Invoke", FanOut.Branches),
        ("Parallel.", FanOut.Threads),
        ("ParallelEnumerable.", FanOut.Threads),
        ("Task.Run", FanOut.Thread),
        ("TaskFactory.StartNew", FanOut.Thread),
        ("ThreadPool.QueueUserWorkItem", FanOut.Thread),
        ("ThreadPool.UnsafeQueueUserWorkItem", FanOut.Thread),
        ("new Thread", FanOut.Thread),
        ("new Task", FanOut.Thread),
        ("Task.ContinueWith", FanOut.Later),
        ("Process.OutputDataReceived", FanOut.Handlers),
        ("Process.ErrorDataReceived", FanOut.Handlers),
        ("Process.Exited", FanOut.Handlers),
        ("new ActionBlock", FanOut.Threads),
        ("new TransformBlock", FanOut.Threads),
        ("new TransformManyBlock", FanOut.Threads),
        ("Enumerable.", FanOut.PerElement),
        ("List.ForEach", FanOut.PerElement),
        ("Array.ForEach", FanOut.PerElement),
    };

    private static readonly (string Event, string Call)[] s_begun =
    {
        ("Process.OutputDataReceived", "BeginOutputReadLine"),
        ("Process.ErrorDataReceived", "BeginErrorReadLine"),
    };

    /// <summary>APIs that run one delegate at a time unless their options say otherwise.</summary>
    public static bool IsSequentialByDefault(string via) => via.StartsWith("new ", StringComparison.Ordinal) && via.EndsWith("Block", StringComparison.Ordinal);

    /// <summary>The row for an API, <c>Type.Method</c> or <c>new Type</c>.</summary>
    /// <param name="via">The API.</param>
    /// <param name="givesTask">True where the delegate gives a task that is not awaited by the API.</param>
    public static FanOut Of(string via, bool givesTask)
    {
        foreach (var (beginning, fanOut) in s_rows)
        {
            if (via.StartsWith(beginning, StringComparison.Ordinal) && (beginning.EndsWith(".", StringComparison.Ordinal) || via.Length == beginning.Length))
                return givesTask && fanOut == FanOut.PerElement ? FanOut.Tasks : fanOut;
        }

        return via.IndexOf(".ParallelForEach", StringComparison.Ordinal) >= 0 ? FanOut.Threads : FanOut.Unknown;
    }

    /// <summary>The call without which the event does not happen; null for an event that does.</summary>
    public static string? BegunBy(string via) => Array.Find(s_begun, row => row.Event == via).Call;

    /// <summary>True for an event which may come while others of the object, <paramref name="begun"/> among them, are still to come, and whose handler can wait for them by a call of the name.</summary>
    public static bool WaitsFor(string via, string begun, string call) => via == "Process.Exited" && call == "WaitForExit" && BegunBy(begun) is not null;

    /// <summary>The calls that begin events of one kind of object.</summary>
    public static IEnumerable<string> Beginnings => s_begun.Select(static row => row.Call);

    /// <summary>False for what is only made, and runs when it is told to.</summary>
    public static bool StartsAtOnce(string via) => via is not ("new Thread" or "new Task");

    /// <summary>The call by which a thread or task that was only made begins.</summary>
    public const string Start = "Start";

    /// <summary>True for that call and its variants.</summary>
    public static bool Starts(string method) => method is Start or "UnsafeStart";

    /// <summary>Calls and members that wait for work without giving way.</summary>
    public static bool Blocks(string name) => name is "Wait" or "WaitAll" or "WaitAny" or "Result" or "GetResult" or "Join" or "RunSynchronously";

    /// <summary>Calls that combine tasks which have been started.</summary>
    public static bool Combines(string name) => name is "WhenAll" or "WhenAny" or "WhenEach" or "WaitAll" or "WaitAny" or "Merge";

    /// <summary>Calls that go through a sequence at once, so that everything in it is started.</summary>
    public static bool Exhausts(string name) => name is "ToList" or "ToArray" or "ToHashSet" or "ToDictionary" or "AddRange" or "ToImmutableArray" or "ToImmutableList";
}
