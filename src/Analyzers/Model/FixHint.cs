using System.Collections.Immutable;
using System.Globalization;

namespace AsyncStateAnalyzers.Model;

/// <summary>Which fixes can mend a finding; the code fix still computes each edit before it offers it.</summary>
[Flags]
internal enum FixKinds : long
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Take the value after the last suspension: hoist the await into a local, or move the copy down.</summary>
    ReadAfterAwait = 1,

    /// <summary>Test the condition again after the last suspension, and drop the late result where it no longer holds.</summary>
    CheckAgain = 2,

    /// <summary>Hold a <c>SemaphoreSlim</c> from the read to the write.</summary>
    Guard = 4,

    /// <summary>Go through a copy of the collection.</summary>
    Snapshot = 8,

    /// <summary>Take the guard that is taken elsewhere.</summary>
    TakeGuard = 16,

    /// <summary>Make the change one atomic step.</summary>
    Interlocked = 32,

    /// <summary>Make the collection one that several threads may change.</summary>
    ConcurrentCollection = 64,

    /// <summary>Let each run return its share, and add up when all have ended.</summary>
    Reduce = 128,

    /// <summary>Gather what a collection is filled with first, then empty and fill it without a suspension between.</summary>
    BuildAside = 512,

    /// <summary>Await each operation before the next one begins.</summary>
    AwaitInTurn = 256,

    /// <summary>Hold a <c>lock</c> around the steps, between which nothing is awaited.</summary>
    Lock = 1024,

    /// <summary>Give the guard back in a <c>finally</c>.</summary>
    TryFinally = 32768,

    /// <summary>Take the guard before the <c>try</c> whose <c>finally</c> gives it back.</summary>
    BeforeTry = 2048,

    /// <summary>Look at the answer of a call that gives up after a time.</summary>
    TestAnswer = 4096,

    /// <summary>Await the guard.</summary>
    AddAwait = 8192,

    /// <summary>Make a lock that belongs to its thread a <c>SemaphoreSlim</c>.</summary>
    UseSemaphore = 16384,

    /// <summary>Complete the channel in a <c>finally</c>.</summary>
    CompleteInFinally = 1 << 20,

    /// <summary>Complete the channel instead of writing an end marker.</summary>
    EndByCompletion = 1 << 21,

    /// <summary>Take the promise out of the options.</summary>
    DropPromise = 1 << 22,

    /// <summary>Await the write.</summary>
    AwaitWrite = 1 << 23,

    /// <summary>Look at the answer of the write.</summary>
    TestWrite = 1 << 24,

    /// <summary>Complete the signal by a call that does not throw where it is completed.</summary>
    TryToComplete = 1 << 25,

    /// <summary>Make the signal so that those who wait go on elsewhere.</summary>
    GoOnElsewhere = 1 << 26,

    /// <summary>Send a copy.</summary>
    SendCopy = 1 << 16,

    /// <summary>Make a new object in each turn of the loop.</summary>
    CreateInLoop = 1 << 17,

    /// <summary>Go on with a new object where the old one is emptied.</summary>
    StartAnew = 1 << 18,

    /// <summary>Wait for a signal instead of looking at a flag again and again.</summary>
    WaitForSignal = 1 << 27,

    /// <summary>Clear and end what was stored here, and nothing that came after it; with <see cref="Interlocked"/> in one step.</summary>
    OwnOnly = 1 << 28,

    /// <summary>Make the field an <c>AsyncLocal</c>.</summary>
    AsyncLocal = 1 << 29,

    /// <summary>Put a new value into the <c>AsyncLocal</c>, instead of changing the object in it.</summary>
    NewValue = 1 << 19,

    /// <summary>Return the value, and set it in the caller.</summary>
    ReturnValue = 1 << 30,

    /// <summary>Do the steps in the order in which nothing comes between: renew a signal before the work, start a timer when its field has it.</summary>
    InOrder = 1L << 31,

    /// <summary>Set the flag where it is tested, and take it back where the work fails.</summary>
    ClaimFirst = 1L << 32,
}

/// <summary>
/// What the analyzer tells the code fixes, written to and read from <c>Diagnostic.Properties</c>. The sites come as additional
/// locations: [0] the read, then <paramref name="Suspensions"/> suspensions, then rivals; the diagnostic itself stands at the write.
/// </summary>
/// <param name="Kinds">The fixes that can mend it.</param>
/// <param name="Member">The name of the field, property or local at the start of the path, without <c>this.</c>.</param>
/// <param name="IsStatic">True for static state: the guard must be static too.</param>
/// <param name="Suspensions">How many of the additional locations after the first are suspensions.</param>
/// <param name="Guard">The name of a guard field that the type already uses for this location; empty for none.</param>
/// <param name="SameBody">True where read, suspensions and write stand in one body, so that one statement range can hold them.</param>
internal sealed record FixHint(FixKinds Kinds, string Member, bool IsStatic, int Suspensions, string Guard, bool SameBody)
{
    /// <summary>A hint that offers nothing.</summary>
    public static FixHint None { get; } = new(FixKinds.None, "", false, 0, "", false);

    /// <summary>The hint as diagnostic properties.</summary>
    public ImmutableDictionary<string, string?> Write() =>
        ImmutableDictionary<string, string?>.Empty
            .Add("fix.kinds", ((long)Kinds).ToString(CultureInfo.InvariantCulture))
            .Add("fix.member", Member)
            .Add("fix.static", IsStatic ? "1" : "0")
            .Add("fix.suspensions", Suspensions.ToString(CultureInfo.InvariantCulture))
            .Add("fix.guard", Guard)
            .Add("fix.samebody", SameBody ? "1" : "0");

    /// <summary>The hint that <see cref="Write"/> wrote; null where any part is missing or malformed.</summary>
    public static FixHint? TryRead(ImmutableDictionary<string, string?> properties)
    {
        if (!properties.TryGetValue("fix.kinds", out var kinds) || !long.TryParse(kinds, NumberStyles.Integer, CultureInfo.InvariantCulture, out var k)
            || !properties.TryGetValue("fix.member", out var member) || member is null
            || !properties.TryGetValue("fix.static", out var isStatic)
            || !properties.TryGetValue("fix.suspensions", out var suspensions) || !int.TryParse(suspensions, NumberStyles.Integer, CultureInfo.InvariantCulture, out var s) || s < 0
            || !properties.TryGetValue("fix.guard", out var guard) || guard is null
            || !properties.TryGetValue("fix.samebody", out var sameBody))
        {
            return null;
        }

        return new FixHint((FixKinds)k, member, isStatic == "1", s, guard, sameBody == "1");
    }
}
