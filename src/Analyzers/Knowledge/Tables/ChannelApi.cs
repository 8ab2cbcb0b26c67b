using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What a member of a channel, its reader or its writer does.</summary>
internal enum ChannelAct
{
    /// <summary>Nothing that matters here: it counts, or tells whether it could.</summary>
    Looks,

    /// <summary>Waits for one message and takes it.</summary>
    Read,

    /// <summary>Takes a message if there is one.</summary>
    TryRead,

    /// <summary>Waits until there is a message, or none will come any more.</summary>
    WaitToRead,

    /// <summary>Gives all messages until none will come any more.</summary>
    ReadAll,

    /// <summary>Waits for room and writes a message.</summary>
    Write,

    /// <summary>Writes a message if there is room.</summary>
    TryWrite,

    /// <summary>Waits until there is room.</summary>
    WaitToWrite,

    /// <summary>Says that no message will come any more.</summary>
    Complete,
}

/// <summary>Channels: who makes them, what can be set, and what their two ends can do.</summary>
internal static class ChannelApi
{
    /// <summary>Where all of it stands.</summary>
    public const string Space = "System.Threading.Channels";

    /// <summary>The type whose methods make channels.</summary>
    public const string Factory = "Channel";

    /// <summary>The member that gives the end to read from.</summary>
    public const string Reader = "Reader";

    /// <summary>The member that gives the end to write to.</summary>
    public const string Writer = "Writer";

    /// <summary>The type of the end to read from.</summary>
    public const string ReaderType = "ChannelReader";

    /// <summary>True for the attribute of a parameter that a container fills.</summary>
    public static bool IsFilled(string attribute) => attribute is "FromServices" or "FromServicesAttribute";

    /// <summary>The type of the end to write to.</summary>
    public const string WriterType = "ChannelWriter";

    /// <summary>The maker whose channels have room for so many messages only.</summary>
    public const string Bounded = "CreateBounded";

    /// <summary>What is set where a write to a full channel drops a message, and the value that lets it wait instead.</summary>
    public const string FullMode = "FullMode", Wait = "Wait";

    /// <summary>The option that gives the room.</summary>
    public const string Capacity = "Capacity";

    /// <summary>The promises that one execution at a time reads, or writes.</summary>
    public const string SingleReader = "SingleReader", SingleWriter = "SingleWriter";

    /// <summary>Bases whose members run as long as the program runs, once each.</summary>
    public static readonly string[] Services = { "BackgroundService", "IHostedService" };

    /// <summary>Bases of which each request makes an object, and calls a member.</summary>
    public static readonly string[] PerRequest = { "ControllerBase", "Controller", "ApiController", "PageModel", "Hub" };

    /// <summary>Methods that ask a container for an object of their type argument.</summary>
    public static readonly string[] Requests = { "GetRequiredService", "GetService", "Resolve", "GetInstance" };

    /// <summary>True for the name of a registration whose first argument is the key under which it is asked for.</summary>
    public static bool IsKeyed(string method) => method.EndsWith("AddKeyedSingleton", StringComparison.Ordinal);

    /// <summary>The methods that ask a container by a key, which is their argument.</summary>
    public static readonly string[] KeyedRequests = { "GetRequiredKeyedService", "GetKeyedService" };

    /// <summary>True for the attribute of a parameter that a container fills by a key, which is its argument.</summary>
    public static bool IsFilledByKey(string attribute) => attribute is "FromKeyedServices" or "FromKeyedServicesAttribute";

    /// <summary>True for the name of a registration that takes an object, or what makes it.</summary>
    public static bool Registers(string method) => method.EndsWith("AddSingleton", StringComparison.Ordinal) || IsKeyed(method) || method is "RegisterInstance" or "RegisterSingleton";

    /// <summary>True for the name of a method that gives a path of the application to a function.</summary>
    public static bool MapsRequests(string method) => method.StartsWith("Map", StringComparison.Ordinal) && method.Length > 3 && char.IsUpper(method[3]);

    /// <summary>The methods that make channels.</summary>
    public static readonly string[] Makers = { "CreateUnbounded", Bounded, "CreateUnboundedPrioritized" };

    private static readonly Dictionary<string, ChannelAct> s_acts = new(StringComparer.Ordinal)
    {
        ["ReadAsync"] = ChannelAct.Read,
        ["TryRead"] = ChannelAct.TryRead,
        ["TryPeek"] = ChannelAct.Looks,
        ["WaitToReadAsync"] = ChannelAct.WaitToRead,
        ["ReadAllAsync"] = ChannelAct.ReadAll,
        ["Completion"] = ChannelAct.Looks,
        ["Count"] = ChannelAct.Looks,
        ["CanCount"] = ChannelAct.Looks,
        ["CanPeek"] = ChannelAct.Looks,
        ["WriteAsync"] = ChannelAct.Write,
        ["TryWrite"] = ChannelAct.TryWrite,
        ["WaitToWriteAsync"] = ChannelAct.WaitToWrite,
        ["Complete"] = ChannelAct.Complete,
        ["TryComplete"] = ChannelAct.Complete,
        ["GetHashCode"] = ChannelAct.Looks,
        ["Equals"] = ChannelAct.Looks,
        ["ToString"] = ChannelAct.Looks,
        ["GetType"] = ChannelAct.Looks,
    };

    /// <summary>What the member does; null for one that is not known, such as an extension.</summary>
    public static ChannelAct? ActOf(string member) => s_acts.TryGetValue(member, out var act) ? act : null;

    /// <summary>True for a maker of channels; one that cannot be found is believed by its name.</summary>
    public static bool IsMaker(ISymbol? symbol) => symbol is IMethodSymbol { ContainingType.Name: Factory } && symbol.IsIn(Space);

    /// <summary>The method that gives a message to a block, or is refused.</summary>
    public const string Post = "Post";

    /// <summary>True for what hands a thing from one execution to another and can refuse: a post to a block.</summary>
    public static bool IsPost(IMethodSymbol method) => method is { Name: Post, ContainingType.Name: "DataflowBlock" or "ActionBlock" } && method.IsIn("System.Threading.Tasks.Dataflow");

    /// <summary>The option by which a block has room for so many messages only.</summary>
    public const string BlockCapacity = "BoundedCapacity";

    /// <summary>True where calls of the method are left out of some builds, with all that stands in their arguments.</summary>
    public static bool IsLeftOut(IMethodSymbol method) => method.GetAttributes().Any(a => a.AttributeClass?.Name == "ConditionalAttribute");

    /// <summary>Words in a condition that say a loop ends because the program wants to, and not because there is no more to do.</summary>
    public static readonly string[] StopWords = { "cancel", "cancellation", "token", "ct", "stop", "stopped", "stopping", "canceled", "cancelled", "dispose", "disposed", "disposing", "running", "run", "shutdown", "closed", "closing", "alive", "active", "connected", "abort", "aborted", "exit", "quit", "completed", "terminate", "terminated" };

    /// <summary>Waits that come back for ever, until somebody ends them.</summary>
    public static readonly string[] Ticks = { "WaitForNextTickAsync", "Delay" };

    /// <summary>Members by which somebody ends what an object does.</summary>
    public static readonly string[] Endings = { "Dispose", "DisposeAsync", "DisposeAsyncCore", "Stop", "StopAsync", "Close", "CloseAsync", "Shutdown", "ShutdownAsync" };

    /// <summary>Members that start what an object does, once.</summary>
    public static readonly string[] Beginnings = { "Start", "StartAsync", "Open", "OpenAsync", "Connect", "ConnectAsync", "Run", "RunAsync", "Execute", "ExecuteAsync", "Initialize", "InitializeAsync", "Main" };

    private static readonly string[] s_returning = { "Return", "GiveBack", "PutBack", "Recycle", "Release", "Checkin", "CheckIn" };

    /// <summary>Names of members that run once, before there is much to do.</summary>
    public static readonly string[] Starts = { "Start", "StartAsync", "Open", "OpenAsync", "Initialize", "InitializeAsync", "Init", "InitAsync" };

    /// <summary>True for names of members that put back what was taken out before: there is room for it.</summary>
    public static bool Returns(string member) => s_returning.Any(w => member.StartsWith(w, StringComparison.Ordinal) && (member.Length == w.Length || !char.IsLower(member[w.Length])));

    /// <summary>Awaited things that only let time pass.</summary>
    public static readonly string[] Pauses = { "Delay", "Yield", "WhenAll", "WhenAny", "CompletedTask" };
}
