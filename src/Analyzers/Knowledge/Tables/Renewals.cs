using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Objects that serve until they are ended, and are then replaced by new ones: sources of tokens and tasks, and timers.</summary>
internal static class Renewals
{
    private static readonly (string Type, string Space)[] s_types =
    {
        ("CancellationTokenSource", "System.Threading"),
        ("Timer", "System.Threading"),
        ("Timer", "System.Timers"),
        ("ITimer", "System.Threading"),
        ("PeriodicTimer", "System.Threading"),
        (Signals.TypeName, Signals.Space),
    };

    /// <summary>The names of the types, one of which a file must contain.</summary>
    public static readonly string[] Words = { "CancellationTokenSource", "Timer", "ITimer", "PeriodicTimer", Signals.TypeName };

    /// <summary>The type whose callback comes when the time is up.</summary>
    public const string Timer = "Timer";

    /// <summary>The call by which a timer is set anew.</summary>
    public const string Change = "Change";

    /// <summary>Calls by which the old one is ended.</summary>
    public static readonly string[] Endings =
    {
        "Cancel", "CancelAsync", "Dispose", "DisposeAsync",
        "SetResult", "TrySetResult", "SetException", "TrySetException", "SetCanceled", "TrySetCanceled",
    };

    /// <summary>Calls that make a new one.</summary>
    public static readonly string[] Makers = { "CreateLinkedTokenSource", "CreateTimer" };

    /// <summary>The attribute of a method that its object locks.</summary>
    public const string Synchronized = "Synchronized";

    /// <summary>True for such an object.</summary>
    public static bool Is(ITypeSymbol? type) => type is not null && Array.Exists(s_types, t => t.Type == type.Name && type.IsIn(t.Space));
}
