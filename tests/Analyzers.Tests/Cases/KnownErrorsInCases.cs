using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Cases that come out wrong today, one test each: it fails when the case turns, and is deleted then.</summary>
public sealed class KnownErrorsInCases
{
    [Fact]
    [KnownError("A flag that is set before the wait lets a second caller in too early; nothing is written late, so no rule sees it.", Case = "flow/247_ensure_ready_flag_set_too_early.cs")]
    public void KnownMissedAlarm_AReaderIsLetInBeforeThePreparationEnded() => StillMissed(CaseFolder.Flow);

    [Fact]
    [KnownError("A value that is filled in once counts as the same whoever fills it; a time or a number drawn from elsewhere is not.", Case = "flow-more/412_nullable_start_set_once.cs")]
    public void KnownMissedAlarm_ATimeThatIsFilledInTwice() => StillMissed(CaseFolder.FlowMore);

    [Fact]
    [KnownError("Two fields belong together only where two members write both; one member that sets the one before and the other after the wait says it not.", Case = "flow-more/422_two_fields_that_must_agree.cs")]
    public void KnownMissedAlarm_AKeyAndItsValueSetByOneMember() => StillMissed(CaseFolder.FlowMore);

    [Fact]
    [KnownError("A generation that is compared decides about other fields too; the check is held against a write of the same location only.", Case = "flow-more/426_generation_checked_before_the_last_wait.cs")]
    public void KnownMissedAlarm_AGenerationThatWasComparedTooEarly() => StillMissed(CaseFolder.FlowMore);

    [Fact]
    [KnownError("A connection of a type of its own is used without the guard that another member takes for it; only types that are known by name are looked at, and what a method of another class of the project changes is not.", Case = "real-rmw/duplicati-sqlite/Before.cs")]
    public void KnownMissedAlarm_AnObjectThatForbidsConcurrentUse() => StillMissed(CaseFolder.RealReadModifyWrite);

    [Fact]
    [KnownError("The check and the write are calls of an interface whose implementation is not known to be one location.", Case = "real-rmw/wasabi-idempotent/Before.cs")]
    public void KnownMissedAlarm_ACacheBehindAnInterfaceOfTheProject() => StillMissed(CaseFolder.RealReadModifyWrite);

    [Fact]
    [KnownError("Two threads pass the test of a concurrent dictionary before one stores; no suspension lies between.", Case = "real-rmw/foundatio-add/Before.cs")]
    public void KnownMissedAlarm_ACheckAndAStoreWithoutAWaitBetween() => StillMissed(CaseFolder.RealReadModifyWrite);

    [Fact]
    [KnownError("The check and the act are calls of another class of the project, whose state they share; types are looked at one by one.", Case = "real-rmw/quartz-getscheduler/Before.cs")]
    public void KnownMissedAlarm_ACheckAndAnActInAnotherClass() => StillMissed(CaseFolder.RealReadModifyWrite);

    [Fact]
    [KnownError("A channel of one call is completed behind the loop that drains it only; that its owner ends is not seen by the loop (ASA0304).", Case = "real-sync/aspire-watch-dispose/Before.cs")]
    public void KnownMissedAlarm_AChannelThatOnlyACallersTokenEnds() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("State outside the process, such as a file, is not known to be shared by objects that each have a semaphore of their own (ASA0205).", Case = "real-sync/aspire-instance-semaphore/Before.cs")]
    public void KnownMissedAlarm_ASemaphoreOfEachObjectAroundAFile() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("Two executions that write nothing of the type, but upload the same: what others do with what they are given is not known.", Case = "real-sync/webjobs-upload-overlap/Before.cs")]
    public void KnownMissedAlarm_UploadsThatOverlap() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("An object of the thread that is emptied at the end only, in a method in which nothing waits (ASA0401).", Case = "real-sync/otel-otlp-threadstatic/Before.cs")]
    public void KnownMissedAlarm_AnObjectOfTheThreadThatStaysFilled() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("A flag of the flow that many objects set and clear.", Case = "real-sync/efcore-detector-flag/Before.cs")]
    public void KnownMissedAlarm_AFlagOfTheFlowForManyObjects() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("An object that its owner uses again stays in the flows that were started meanwhile.", Case = "real-sync/datadog-asynclocal-pooled/Before.cs")]
    public void KnownMissedAlarm_APooledObjectInAFlow() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("A value of the flow that a loop sets by a method of another type, and nobody takes back (ASA0403).", Case = "real-sync/nats-read-loop-ambient/Before.cs")]
    public void KnownMissedAlarm_AFlowThatKeepsWhatALoopSets() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("A wait that blocks the thread in an async method.", Case = "real-sync/foundatio-waitany/Before.cs")]
    public void KnownMissedAlarm_ABlockingWaitForATask() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("A worker that blocks a thread until there is work.", Case = "real-sync/jellyfin-blocking-worker/Before.cs")]
    public void KnownMissedAlarm_ABlockingWaitForWork() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("A disposal that waits for its worker and blocks the thread on which the worker would go on.", Case = "real-sync/sentry-dispose-wait/Before.cs")]
    public void KnownMissedAlarm_ADisposalThatBlocks() => StillMissed(CaseFolder.RealGuards);

    [Fact]
    [KnownError("A token is registered for when the work has begun already.", Case = "real-sync/nats-ping-register/Before.cs")]
    public void KnownMissedAlarm_ARegistrationThatComesTooLate() => StillMissed(CaseFolder.RealGuards);

    private static void StillMissed(CaseFolder folder, [CallerMemberName] string test = "")
    {
        var file = folder.KnownBy(test);
        Assert.True(file.IsRacy && !folder.Finds(file), "Found now; delete this test.\n" + folder.Describe(file));
    }
}
