using System.Runtime.CompilerServices;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Cases that come out wrong today, one test each: it fails when the case turns, and is deleted then.</summary>
public sealed class KnownErrorsInCases
{
    private static void StillMissed(CaseFolder folder, [CallerMemberName] string test = "")
    {
        var file = folder.KnownBy(test);
        Assert.True(file.IsRacy && !folder.Finds(file), "Found now; delete this test.\n" + folder.Describe(file));
    }

    private static void StillReported(CaseFolder folder, [CallerMemberName] string test = "")
    {
        var file = folder.KnownBy(test);
        Assert.True(!file.IsRacy && folder.ReportsIn(file).Any(), "Silent now; delete this test.\n" + folder.Describe(file));
    }
}
