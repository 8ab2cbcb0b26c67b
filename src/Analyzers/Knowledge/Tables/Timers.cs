namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>The timers of the platform: how they are set, started and made to fire once. Names, not symbols: homemade timers use the same.</summary>
internal static class Timers
{
    /// <summary>The type whose constructor is given the callback.</summary>
    public const string TypeName = "Timer";

    /// <summary>The event of one that has an event for it.</summary>
    public const string Fires = "Elapsed";

    /// <summary>The property of such a one that says whether it goes on by itself.</summary>
    public const string GoesOn = "AutoReset";

    /// <summary>The property of such a one that starts it.</summary>
    public const string Runs = "Enabled";

    /// <summary>The method of such a one that starts it.</summary>
    public const string Starts = "Start";

    /// <summary>The method that sets a timer with a callback anew.</summary>
    public const string Sets = "Change";

    /// <summary>The method of a task that is given what comes after it.</summary>
    public const string Continues = "ContinueWith";

    /// <summary>True for the names of the time that never comes.</summary>
    public static bool IsNever(string name) => name is "Infinite" or "InfiniteTimeSpan";
}
