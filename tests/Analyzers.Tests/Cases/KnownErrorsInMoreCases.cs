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

    [Fact]
    [KnownError("A channel is completed twice, and who is second swallows the exception and what stands behind it (ASA0502).", Case = "real-more/rabbit-frame-close/Before.cs")]
    public void KnownMissedAlarm_AChannelWhoseLoopHasCompletedIt() => StillMissed();

    [Fact]
    [KnownError("A channel whose readers run inside the write is written to under a lock (ASA0501).", Case = "real-more/magiconion-inline-writer/Before.cs")]
    public void KnownMissedAlarm_AReaderThatRunsInsideTheWrite() => StillMissed();

    [Fact]
    [KnownError("A loop awaits over the collection of another class (ASA0104).", Case = "real-more/files-drive-search/Before.cs")]
    public void KnownMissedAlarm_ALoopOverTheCollectionOfAViewModel() => StillMissed();

    [Fact]
    [KnownError("Nothing is waited for between the look into a plain dictionary and the addition; threads alone can meet there.", Case = "real-more/brighter-memory-lock/Before.cs")]
    public void KnownMissedAlarm_ADictionaryThatThreadsShare() => StillMissed();

    [Fact]
    [KnownError("Nothing is waited for between the disposal of a source and its replacement (ASA0503).", Case = "real-more/flow-update-source/Before.cs")]
    public void KnownMissedAlarm_ASourceThatIsDisposedBeforeItIsReplaced() => StillMissed();

    [Fact]
    [KnownError("A flag is set before the work that it tells of is done; most flags tell that work has begun.", Case = "real-more/nuget-mef-init/Before.cs")]
    public void KnownMissedAlarm_AFlagThatIsSetTooEarly() => StillMissed();

    [Fact]
    [KnownError("Calls that run side by side change an argument that they share, inside a member of its class (ASA0105).", Case = "real-more/kafka-field-stack/Before.cs")]
    public void KnownMissedAlarm_AnArgumentThatCallsShare() => StillMissed();

    [Fact]
    [KnownError("A channel is handed to one who reads without a token, and its writer ends without completing it (ASA0304).", Case = "real-more/channels-source-cancel/Before.cs")]
    public void KnownMissedAlarm_AWriterThatWasCanceled() => StillMissed();

    [Fact]
    [KnownError("What a check has found goes through a local collection to the write (ASA0102).", Case = "real-more/stratis-coin-cache/Before.cs")]
    public void KnownMissedAlarm_AListOfWhatIsMissing() => StillMissed();

    [Fact]
    [KnownError("The state that is checked and changed is behind an interface.", Case = "real-more/bitwarden-migration/Before.cs")]
    public void KnownMissedAlarm_AVersionInAStore() => StillMissed();

    [Fact]
    [KnownError("Continuations run inside a loop, which holds no lock (ASA0501).", Case = "real-more/polly-scheduled-executor/Before.cs")]
    public void KnownMissedAlarm_ContinuationsInsideALoop() => StillMissed();

    [Fact]
    [KnownError("A release in a derived class, of one of several semaphores (ASA0202).", Case = "real-more/rebus-saga-locks/Before.cs")]
    public void KnownMissedAlarm_OneOfSeveralSemaphores() => StillMissed();

    [Fact]
    [KnownError("The look whether a source is canceled decides about its disposal (ASA0102).", Case = "real-more/dapr-handler-dispose/Before.cs")]
    public void KnownMissedAlarm_TwoDisposals() => StillMissed();

    [Fact]
    [KnownError("A local keeps what another member renews in the object; nothing is written from it.", Case = "real-more/durabletask-delete-receipt/Before.cs")]
    public void KnownMissedAlarm_ALocalThatIsOld() => StillMissed();

    [Fact]
    [KnownError("A callback that is given to a method behind an interface may run more than once (ASA0502).", Case = "real-more/angor-relay-ok/Before.cs")]
    public void KnownMissedAlarm_ACallbackThatRunsAgain() => StillMissed();

    [Fact]
    [KnownError("An async lambda that is given as an Action runs again before it has ended (ASA0107).", Case = "real-more/wabbajack-index-writer/Before.cs")]
    public void KnownMissedAlarm_AnAsyncLambdaAsAnAction() => StillMissed();

    [Fact]
    [KnownError("A service that is one for all keeps an object that serves one operation at a time (ASA0107).", Case = "real-more/jellyfin-device-context/Before.cs")]
    public void KnownMissedAlarm_AContextInASingleton() => StillMissed();

    [Fact]
    [KnownError("A count is checked before a wait; the addition looks for the key alone (ASA0102).", Case = "real-more/impostor-join/Before.cs")]
    public void KnownMissedAlarm_RoomForOneMore() => StillMissed();

    [Fact]
    [KnownError("A check from before the guard decides what is stored; an update with a function counts as atomic (ASA0102).", Case = "real-more/soulseek-peer-connection/Before.cs")]
    public void KnownMissedAlarm_AConnectionThatWasLookedUpTooEarly() => StillMissed();

    [Fact]
    [KnownError("A source for which others may wait is replaced in the loop of its only writer (ASA0503).", Case = "real-more/lavalink-reconnect/Before.cs")]
    public void KnownMissedAlarm_ASourceThatOthersStillWaitFor() => StillMissed();

    [Fact]
    [KnownError("A dictionary that an object keeps for callers is gone through by an extension, while calls that run side by side fill it.", Case = "real-more/algolia-headers/Before.cs")]
    public void KnownMissedAlarm_HeadersThatCallsShare() => StillMissed();

    [Fact]
    [KnownError("A field that is assigned before a wait is looked at after it, and another member has set it to null.", Case = "real-more/wcf-close-tcs/Before.cs")]
    public void KnownMissedAlarm_ASignalThatIsGoneBehindTheWait() => StillMissed();

    [Fact]
    [KnownError("A semaphore is disposed while it is held, and those who wait for it are never let in.", Case = "real-more/osu-entity-destroy/Before.cs")]
    public void KnownMissedAlarm_ASemaphoreThatIsDisposedWhileHeld() => StillMissed();

    [Fact]
    [KnownError("What is chosen under a lock is given back behind it, and a second call chooses the same.", Case = "real-more/mysql-recover-sessions/Before.cs")]
    public void KnownMissedAlarm_WhatTwoCallsChoose() => StillMissed();

    [Fact]
    [KnownError("An object that a static property keeps is changed as if it were a new one.", Case = "real-more/memcached-shared-result/Before.cs")]
    public void KnownMissedAlarm_AResultThatAllShare() => StillMissed();

    [Fact]
    [KnownError("Work that goes on asks a source for its token, and who got the source has disposed it.", Case = "real-more/protoactor-token-source/Before.cs")]
    public void KnownMissedAlarm_ASourceThatItsCallerDisposes() => StillMissed();

    [Fact]
    [KnownError("The look whether a source is canceled comes before its token is asked for, and the disposal between them.", Case = "real-more/icerpc-coloc-listener/Before.cs")]
    public void KnownMissedAlarm_ADisposalBetweenALookAndAUse() => StillMissed();

    [Fact]
    [KnownError("A count goes up without the lock under which it goes down, in a type in which nothing waits (ASA0106).", Case = "real-more/opcua-two-addresses/Before.cs")]
    public void KnownMissedAlarm_ACountThatGoesUpWithoutTheLock() => StillMissed();

    [Fact]
    [KnownError("An element of a guarded collection is given to the caller, and is changed under the guard meanwhile (ASA0106).", Case = "real-more/osu-room-returned/Before.cs")]
    public void KnownMissedAlarm_AnElementThatIsHandedOut() => StillMissed();

    [Fact]
    [KnownError("Two guards are nested both ways, the one of them inside a delegate that another class runs (ASA0206).", Case = "real-more/slskd-metrics-order/Before.cs")]
    public void KnownMissedAlarm_ANestingInsideADelegate() => StillMissed();

    [Fact]
    [KnownError("A disposal waits for the loop for a second at most, and then ends the semaphore that the loop gives back.", Case = "real-more/datadog-writer-dispose/Before.cs")]
    public void KnownMissedAlarm_AWaitForALoopThatGivesUp() => StillMissed();

    [Fact]
    [KnownError("A timer and callers run the same work, and each run starts the timer again: no location is checked and written late.", Case = "real-more/osu-score-uploader/Before.cs")]
    public void KnownMissedAlarm_RunsThatStartATimerAgain() => StillMissed();

    [Fact]
    [KnownError("A signal is waited for without the token, and who completes it may have ended.", Case = "real-more/servicecontrol-ingestion/Before.cs")]
    public void KnownMissedAlarm_ASignalThatNobodyCompletesAnyMore() => StillMissed();

    [Fact]
    [KnownError("A state machine of the project lets one call close the object only; two are thought of here (ASA0505).", Case = "real-more/wcf-close-tcs/After.cs")]
    public void KnownFalseAlarm_AnObjectThatIsClosedOnce() => StillReported();

    [Fact]
    [KnownError("A limit that may be passed by a few: the look at the count before the guard is meant (ASA0102).", Case = "real-more/kernelmemory-queue-poll/After.cs")]
    public void KnownFalseAlarm_ALimitThatIsNotExact() => StillReported();

    [Fact]
    [KnownError("A message whose members are set where it is made only could be immutable, and is reported until it is (ASA0302).", Case = "real-more/orleans-hello-stream/After.cs")]
    public void KnownFalseAlarm_AMessageThatNobodyChanges() => StillReported();

    [Fact]
    [KnownError("The runs of a timer that are a minute apart are thought to overlap (ASA0102).", Case = "real-more/aelf-bootnode-twice/After.cs")]
    public void KnownFalseAlarm_RunsThatAreAMinuteApart() => StillReported();

    private static void StillMissed([CallerMemberName] string test = "")
    {
        var file = CaseFolder.RealMore.KnownBy(test);
        Assert.True(file.IsRacy && !CaseFolder.RealMore.Finds(file), "Found now; delete this test.\n" + CaseFolder.RealMore.Describe(file));
    }

    private static void StillReported([CallerMemberName] string test = "")
    {
        var file = CaseFolder.RealMore.KnownBy(test);
        Assert.True(!file.IsRacy && CaseFolder.RealMore.ReportsIn(file).Any(), "Silent now; delete this test.\n" + CaseFolder.RealMore.Describe(file));
    }
}
