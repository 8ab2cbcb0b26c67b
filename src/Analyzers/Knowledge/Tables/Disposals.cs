namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Calls after which an object is not to be used any more, and tasks that have ended when they are made.</summary>
internal static class Disposals
{
    /// <summary>True for a call on the object itself.</summary>
    public static bool Ends(string method) => method is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "Free";

    /// <summary>True for the name of a member by which an object ends.</summary>
    public static bool Declares(string method) => method is "Dispose" or "DisposeAsync" or "DisposeAsyncCore" or "Close";

    /// <summary>True for calls that hand out something which ends with the object.</summary>
    public static bool HandsOut(string method) => method is "GetService" or "GetRequiredService" or "GetKeyedService" or "GetRequiredKeyedService" or "GetServices" or "Resolve" or "GetInstance" or "GetStream" or "CreateCommand" or "GetRequestStream" or "GetResponseStream" or "OpenEntryStream";

    /// <summary>True for calls that show the same memory in another form.</summary>
    public static bool ShowsMemory(string method) => method is "AsMemory" or "Slice";

    /// <summary>True for properties that only tell about the object: who has read them needs it no more.</summary>
    public static bool TellsAbout(string property) => property is "Id" or "Name" or "Length" or "Count" or "Position" or "RemoteEndPoint" or "LocalEndPoint" or "ConnectionId" or "FullName" or "Path";

    /// <summary>The disposal that is waited for.</summary>
    public const string Asynchronous = "DisposeAsync";

    /// <summary>True for a call that hands its first argument back to a pool.</summary>
    public static bool HandsBack(string method) => method is "Return" or "ReturnBuffer" or "ReturnArray" or "GiveBack" or "PutBack" or "Recycle";

    /// <summary>True for calls whose task has ended when they return.</summary>
    public static bool GivesEndedTask(string method) => method is "FromResult" or "FromException" or "FromCanceled";

    /// <summary>True for calls that show a task in another form, and begin nothing.</summary>
    public static bool ShowsTask(string method) => method is "AsTask" or "Preserve";

    /// <summary>What a call throws on an object that has ended.</summary>
    public const string Gone = "ObjectDisposedException";

    /// <summary>A source whose token can be looked at when the source has ended, unless it ends by a time or by another token.</summary>
    public const string TokenSource = "CancellationTokenSource";

    /// <summary>What such a source hands out: it knows by itself whether the source was canceled.</summary>
    public const string Token = "CancellationToken";

    /// <summary>True for calls by which such a source ends the work before it ends itself.</summary>
    public static bool Cancels(string method) => method is "Cancel" or "CancelAsync";
}
