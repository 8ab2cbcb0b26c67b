using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>The planted mistakes of <c>Cases/lab</c> are reported where they are, by the rule that is for them; their right forms are silent.</summary>
public sealed class LaboratoryTests
{
    /// <summary>The classes that are wrong.</summary>
    public static TheoryData<string> Bad => [.. Laboratory.Unexceptional.Where(c => c.Mark > 0).Select(c => c.Name)];

    /// <summary>The classes that are right.</summary>
    public static TheoryData<string> Good => [.. Laboratory.Unexceptional.Where(c => c.Mark == 0).Select(c => c.Name)];

    [Fact]
    public void EveryClassCompiles() => Assert.Empty(Laboratory.Errors);

    [Fact]
    public void EveryMistakeHasARightForm() => Assert.Equal(
        Laboratory.Classes.Where(c => c.Mark > 0).Select(c => c.Name[1..]),
        Laboratory.Classes.Where(c => c.Mark == 0).Select(c => c.Name[1..]));

    [Theory]
    [MemberData(nameof(Bad))]
    public void TheMarkedLineIsReported(string name) => Assert.True(Laboratory.Finds(Laboratory.Class(name)), Laboratory.Describe(Laboratory.Class(name)));

    [Theory]
    [MemberData(nameof(Good))]
    public void NothingIsReported(string name) => Assert.True(!Laboratory.ReportsIn(Laboratory.Class(name)).Any(), Laboratory.Describe(Laboratory.Class(name)));

    [Fact]
    [KnownError("Two fields that another member only sets back together, and that a property reads together, do not belong together for that (ASA0103).", Case = "lab/B14_Tracker")]
    public void KnownMissedAlarm_FieldsThatAreOnlySetBackTogether() => StillMissed("B14_Tracker");

    [Fact]
    [KnownError("An entry of a dictionary that a method stores, and takes out after the wait whatever is there by then: keys are mostly made for one call (ASA0505).", Case = "lab/B75_Downloads")]
    public void KnownMissedAlarm_AnEntryThatIsTakenOutAfterTheWait() => StillMissed("B75_Downloads");

    private static void StillMissed(string name, [CallerMemberName] string test = "") =>
        Assert.False(Laboratory.Finds(Laboratory.Class(name)), $"Found now; delete '{test}'.\n" + Laboratory.Describe(Laboratory.Class(name)));
}
