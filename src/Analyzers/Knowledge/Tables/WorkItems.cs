namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What an object holds that is no message but work: somebody completes it, runs it or gives it back.</summary>
internal static class WorkItems
{
    private static readonly HashSet<string> s_types = new(StringComparer.Ordinal)
    {
        "Task", "ValueTask", "TaskCompletionSource", "ManualResetValueTaskSourceCore", "CancellationTokenSource", "SemaphoreSlim", "ManualResetEventSlim", "ManualResetEvent", "AutoResetEvent", "Lock", "ReaderWriterLockSlim",
        "CountdownEvent", "Thread", "Timer", "PeriodicTimer", "Stopwatch", "Channel", "ChannelReader", "ChannelWriter", "IMemoryOwner", "MemoryPool", "ArrayPool", "Stream", "PipeReader", "PipeWriter", "Socket", "HttpContext",
        "HttpClient", "HttpRequestMessage", "HttpResponseMessage", "IServiceProvider", "IServiceScope", "IServiceScopeFactory", "ILogger", "ILoggerFactory", "Activity", "DbContext", "Random", "ConditionalWeakTable",
        "ConcurrentQueue", "ConcurrentBag", "BlockingCollection", "IProgress", "Process", "SynchronizationContext", "ExecutionContext",
    };

    /// <summary>True where a type of that name, held by an object, makes the object a piece of work.</summary>
    public static bool Holds(string type) => s_types.Contains(type);
}
