namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Calls after which an object is not to be used any more, and tasks that have ended when they are made.</summary>
internal static class Disposals
{
    /// <summary>True for a call on the object itself.</summary>
    public static bool Ends(string method) => method is "Dispose" or "Close" or "Free";

    /// <summary>True for a call that hands its first argument back to a pool.</summary>
    public static bool HandsBack(string method) => method == "Return";

    /// <summary>True for calls whose task has ended when they return.</summary>
    public static bool GivesEndedTask(string method) => method is "FromResult" or "FromException" or "FromCanceled";

    /// <summary>True for calls that show a task in another form, and begin nothing.</summary>
    public static bool ShowsTask(string method) => method is "AsTask" or "Preserve";
}
