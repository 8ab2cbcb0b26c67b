using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>The cases of <see cref="RealMoreTests"/> that come out wrong today, one test each: it fails when the case turns, and is deleted then.</summary>
public sealed class KnownErrorsInMoreCases
{
    [Fact]
    [KnownError("A delegate that is called on the spot leaves its ambient values to the loop that calls it.", Case = "real-more/hangfire-ambient-leak/Before.cs")]
    public void KnownMissedAlarm_AnAmbientValueThatAJobLeavesBehind() => StillMissed();

    [Fact]
    [KnownError("An ambient value is set by an instance method of another class, whose result is kept in a field (ASA0403).", Case = "real-more/quartz-job-ambient/Before.cs")]
    public void KnownMissedAlarm_AnAmbientValueThatAFactorySets() => StillMissed();

    [Fact]
    [KnownError("The answer of a write behind a wait for room is ignored, and another writer can have taken the room (ASA0307).", Case = "real-more/docs-coordinates-trywrite/Before.cs")]
    public void KnownMissedAlarm_AnAnswerThatWaitToWriteMakesLookSafe() => StillMissed();

    [Fact]
    [KnownError("An object goes back to its pool when the call that got it has ended, and the one who got it is behind an interface (ASA0301).", Case = "real-more/dotpulsar-pooled-metadata/Before.cs")]
    public void KnownMissedAlarm_APooledObjectOfAMessage() => StillMissed();

    [Fact]
    [KnownError("An object that a consumer still has is put back into the queue it came from (ASA0303).", Case = "real-more/foundatio-retry-entry/Before.cs")]
    public void KnownMissedAlarm_AnEntryThatIsQueuedAgain() => StillMissed();

    [Fact]
    [KnownError("One object is given to all callers, and they dispose it.", Case = "real-more/sentry-shared-response/Before.cs")]
    public void KnownMissedAlarm_AnObjectThatItsReceiversDispose() => StillMissed();

    [Fact]
    [KnownError("A semaphore is disposed while others wait for it, who then wait for ever; nearly all types do so when nobody waits any more.", Case = "real-more/rabbit-dispose-waiters/Before.cs")]
    public void KnownMissedAlarm_ASemaphoreThatEndsUnderThoseWhoWait() => StillMissed();

    [Fact]
    [KnownError("A disposed token source is asked for its token; nearly all types do so when nobody asks any more.", Case = "real-more/examine-token-source/Before.cs")]
    public void KnownMissedAlarm_ATokenSourceThatIsAskedAfterItsEnd() => StillMissed();

    [Fact]
    [KnownError("A loop starts what another class removes from the collection that it goes through (ASA0104).", Case = "real-more/puppeteer-wait-tasks/Before.cs")]
    public void KnownMissedAlarm_AWaiterThatRemovesItselfFromAnotherClass() => StillMissed();

    [Fact]
    [KnownError("What was found is forgotten behind a wait, and a condition over that decides the write: a constant that depends on a check is not followed (ASA0102).", Case = "real-more/stability-image-requests/Before.cs")]
    public void KnownMissedAlarm_ACheckThatIsForgottenOnOneWay() => StillMissed();

    [Fact]
    [KnownError("The first to come claims the work with an atomic step, and the others go on before it is done.", Case = "real-more/tunit-first-event/Before.cs")]
    public void KnownMissedAlarm_AClaimThatOthersDoNotWaitFor() => StillMissed();

    private static void StillMissed([CallerMemberName] string test = "")
    {
        var file = CaseFolder.RealMore.KnownBy(test);
        Assert.True(file.IsRacy && !CaseFolder.RealMore.Finds(file), "Found now; delete this test.\n" + CaseFolder.RealMore.Describe(file));
    }
}
