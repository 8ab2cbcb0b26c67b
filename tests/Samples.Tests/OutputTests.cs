namespace AsyncStateAnalyzers.Samples.Tests;

/// <summary>What the samples really print, broken and mended.</summary>
public sealed class OutputTests
{
    private const string EventInTime =
        """
        Waiter A is waiting for the event...
        Waiter B is waiting for the event...
        Setting the event.
        Waiter A received the event!
        Waiter B received the event!
        """;

    [Fact]
    public void RaceConditionLosesTwoOfThreeIncrements() => Assert.Equal(
        "Final counter value: 1",
        SamplesProgram.OutputOf("11.2.1", "Broken"));

    [Fact]
    public void RaceConditionMendedCountsAllThree() => Assert.Equal(
        "Final counter value: 3",
        SamplesProgram.OutputOf("11.2.1", "Mended"));

    [Fact]
    public void StateCorruptionMixesTheStepsOfTwoCalls() => Assert.Equal(
        "Final state: 8",
        SamplesProgram.OutputOf("11.2.2", "Broken"));

    [Fact]
    public void StateCorruptionMendedTakesTheCallsInTurn() => Assert.Equal(
        "Final state: 6",
        SamplesProgram.OutputOf("11.2.2", "Mended"));

    [Fact]
    public void TwoShortLocksLoseTwoOfThreeIncrements() => Assert.Equal(
        "Final counter value: 1",
        SamplesProgram.OutputOf("11.3.1", "Broken"));

    [Fact]
    public void OneGuardAcrossTheWaitCountsAllThree() => Assert.Equal(
        "Final counter value: 3",
        SamplesProgram.OutputOf("11.3.1", "Mended"));

    [Fact]
    public void ASemaphoreForEachCallLetsAllFourIn() => Assert.Equal(
        """
        Task A started
        Task B started
        Task C started
        Task D started
        Task A completed
        Task B completed
        Task C completed
        Task D completed
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.3.2", "Broken"));

    [Fact]
    public void OneSemaphoreLetsTwoInAtATime() => Assert.Equal(
        """
        Task A started
        Task B started
        Task A completed
        Task B completed
        Task C started
        Task D started
        Task C completed
        Task D completed
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.3.2", "Mended"));

    [Fact]
    public void TwoPermitsLoseHalfOfTheUpdates() => Assert.Equal(
        """
        Task A has accessed the resource.
        Task B has accessed the resource.
        Task A has released the resource.
        Task B has released the resource.
        Task C has accessed the resource.
        Task D has accessed the resource.
        Task C has released the resource.
        Task D has released the resource.
        Final resource value: 2
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.6.2", "Broken"));

    [Fact]
    public void OnePermitLosesNone() => Assert.Equal(
        """
        Task A has accessed the resource.
        Task A has released the resource.
        Task B has accessed the resource.
        Task B has released the resource.
        Task C has accessed the resource.
        Task C has released the resource.
        Task D has accessed the resource.
        Task D has released the resource.
        Final resource value: 4
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.6.2", "Mended"));

    [Fact]
    public void QueueThatIsNotCompletedLeavesItsConsumerWaiting() => Assert.Equal(
        "After half a second the consumer still waits.",
        SamplesProgram.OutputOf("11.3.3", "Broken").Split('\n')[^1]);

    [Fact]
    public void QueueMendedEndsItsConsumer() => Assert.Equal(
        "Consumer has finished work",
        SamplesProgram.OutputOf("11.3.3", "Mended").Split('\n')[^1]);

    [Fact]
    public void OneEndMarkerEndsOneOfTwoConsumers()
    {
        var lines = SamplesProgram.OutputOf("11.4.1", "Broken").Split('\n');
        Assert.Single(lines, "A consumer has finished work");
        Assert.Equal("After half a second one consumer still waits.", lines[^1]);
    }

    [Fact]
    public void CompletionEndsBothConsumers()
    {
        var lines = SamplesProgram.OutputOf("11.4.1", "Mended").Split('\n');
        Assert.Equal(2, lines.Count(l => l == "A consumer has finished work"));
        Assert.Equal("All tasks are completed", lines[^1]);
    }

    [Theory]
    [InlineData("Broken", "Unhandled exception: InvalidOperationException: An attempt was made to transition a task to a final state when it had already completed.")]
    [InlineData("Mended", "Both rounds are over.")]
    public void EventThatIsSetAfterTheLimitEndsTheBrokenProgramOnly(string form, string last)
    {
        var lines = SamplesProgram.OutputOf("11.5", form).Split('\n');
        Assert.Equal(EventInTime.ReplaceLineEndings("\n"), string.Join('\n', lines[..5]));
        Assert.Equal(2, lines.Count(l => l.EndsWith("gave up.", StringComparison.Ordinal)));
        Assert.Equal(["Setting the event.", last], lines[^2..]);
    }

    [Fact]
    public void CriticalSectionIsEnteredByThreeAtOnce() => Assert.Equal(
        """
        Task A starts.
        Task B starts.
        Task C starts.
        Task A updated the resource to 1
        Task B updated the resource to 1
        Task C updated the resource to 1
        Final resource value: 1
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.6.1", "Broken"));

    [Fact]
    public void CriticalSectionMendedIsEnteredInTurn() => Assert.Equal(
        """
        Task A acquired the lock.
        Task A updated the resource to 1
        Task B acquired the lock.
        Task B updated the resource to 2
        Task C acquired the lock.
        Task C updated the resource to 3
        Final resource value: 3
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.6.1", "Mended"));

    [Fact]
    public void TheConsumerReceivesWhatTheProducerDidLater() => Assert.Equal(
        """
        Producer added data: 1, 2, 3
        Consumer received data: 10, 2, 3
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.7", "Broken"));

    [Fact]
    public void TheConsumerReceivesWhatWasSent() => Assert.Equal(
        """
        Producer added data: 1, 2, 3
        Producer goes on with: 10, 2, 3
        Consumer received data: 1, 2, 3
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.7", "Mended"));

    [Fact]
    public void TheUserIsUnknownAndTheTrailsAreOne() => Assert.Equal(
        """
        Unknown user: Main, A, B
        Unknown user: Main, A, B
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.8", "Broken"));

    [Fact]
    public void TheUserIsKnownAndEachFlowHasItsTrail() => Assert.Equal(
        """
        Alice: Main, A
        Alice: Main, B
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.8", "Mended"));

    [Fact]
    public void CounterStoresTheSameNumberThreeTimes() => Assert.Equal(
        """
        Counter incremented to 1
        Counter incremented to 1
        Counter incremented to 1
        Final counter value: 1
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.9.1", "Broken"));

    [Fact]
    public void CounterMendedCountsToThree() => Assert.Equal(
        """
        Counter incremented to 1
        Counter incremented to 2
        Counter incremented to 3
        Final counter value: 3
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.9.1", "Mended"));

    [Fact]
    public void CacheLoadsOneKeyTwiceAndFailsToAddIt() => Assert.Equal(
        """
        Loading a
        Loading b
        Loading a
        Cache updated: a = 1
        Cache updated: b = 2
        Unhandled exception: ArgumentException: An item with the same key has already been added. Key: a
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.9.2", "Broken"));

    [Fact]
    public void CacheMendedLoadsEveryKeyOnce() => Assert.Equal(
        """
        Loading a
        Cache updated: a = 1
        Loading b
        Cache updated: b = 2
        Everything was cached.
        """.ReplaceLineEndings("\n"),
        SamplesProgram.OutputOf("11.9.2", "Mended"));

    [Fact]
    public void WithoutArgumentsAllSamplesRun()
    {
        var (exitCode, lines) = SamplesProgram.Run();
        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["11.2.1 Race condition", "11.2.2 State corruption", "11.3.1 Lock", "11.3.2 Semaphore", "11.3.3 Queue", "11.4.1 Producer and consumers", "11.5 Event", "11.6.1 Protecting a critical section", "11.6.2 Limiting access", "11.7 Immutable objects", "11.8 Context variables", "11.9.1 Safe counter", "11.9.2 Asynchronous cache"],
            lines.Where(l => l[0] != ' '));
    }

    [Fact]
    public void AnUnknownSectionIsRefused()
    {
        var (exitCode, lines) = SamplesProgram.Run("11.99");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("There is no sample '11.99'", Assert.Single(lines));
    }
}
