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

    private static void StillMissed(CaseFolder folder, [CallerMemberName] string test = "")
    {
        var file = folder.KnownBy(test);
        Assert.True(file.IsRacy && !folder.Finds(file), "Found now; delete this test.\n" + folder.Describe(file));
    }
}
