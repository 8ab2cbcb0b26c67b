namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What sets some code going, as far as it matters whether two such pieces can both run.</summary>
internal enum Occasion
{
    /// <summary>The code runs where it stands: in the method that makes the object.</summary>
    Here,

    /// <summary>Somebody outside calls the member.</summary>
    Caller,

    /// <summary>Somebody cancels a token.</summary>
    Cancellation,

    /// <summary>Time has passed.</summary>
    Timer,

    /// <summary>An event of some other object is raised.</summary>
    Event,

    /// <summary>Work that was started beside the code that goes on.</summary>
    Work,

    /// <summary>Some other callback.</summary>
    Callback,
}

/// <summary>The APIs that take code for such an occasion, by type and method.</summary>
internal static class Occasions
{
    private static readonly (string Type, string Method, Occasion Occasion)[] s_rows =
    {
        ("CancellationToken", "Register", Occasion.Cancellation),
        ("CancellationToken", "UnsafeRegister", Occasion.Cancellation),
        ("CancellationTokenExtensions", "Register", Occasion.Cancellation),
        ("Timer", ".ctor", Occasion.Timer),
        ("ITimer", ".ctor", Occasion.Timer),
        ("TimeProvider", "CreateTimer", Occasion.Timer),
        ("Task", "Run", Occasion.Work),
        ("TaskFactory", "StartNew", Occasion.Work),
        ("Task", "ContinueWith", Occasion.Work),
        ("ThreadPool", "QueueUserWorkItem", Occasion.Work),
        ("ThreadPool", "UnsafeQueueUserWorkItem", Occasion.Work),
        ("ThreadPool", "RegisterWaitForSingleObject", Occasion.Callback),
        ("Thread", ".ctor", Occasion.Work),
        ("Task", ".ctor", Occasion.Work),
    };

    /// <summary>Events that are raised because time has passed.</summary>
    public static readonly string[] Ticks = { "Elapsed", "Tick" };

    /// <summary>True for the event of timers that belong to the interface: its handlers run on the one thread of it, between other events.</summary>
    public static bool TicksOnInterface(string name) => name is "Tick";

    /// <summary>Members that a framework calls when nothing else of the object runs, or will run again: an actor or a stage of a stream that has stopped.</summary>
    public static bool ComesLast(string member) => member is "PostStop";

    /// <summary>The occasion that a method or constructor takes code for; null for one that is not known.</summary>
    public static Occasion? Of(string type, string method)
    {
        foreach (var row in s_rows)
        {
            if (row.Type == type && row.Method == method)
                return row.Occasion;
        }

        return null;
    }

    /// <summary>How a message says it; null where the place says it.</summary>
    public static string? When(Occasion occasion) => occasion switch
    {
        Occasion.Cancellation => "when the token is cancelled",
        Occasion.Timer => "when the time is up",
        Occasion.Event => "when the event is raised",
        _ => null,
    };
}
