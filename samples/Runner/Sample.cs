namespace Samples.Runner;

/// <summary>A mistake as a program, and the same program without it.</summary>
/// <param name="Section">The section of the chapter on state in asynchronous programs that shows it.</param>
/// <param name="Title">What goes wrong, or what mends it.</param>
/// <param name="Folder">Where <c>Broken.cs</c> and <c>Mended.cs</c> stand, below the samples.</param>
/// <param name="Broken">The program with the mistake.</param>
/// <param name="Mended">The program without it.</param>
/// <param name="Note">What a reader must know besides; empty for nothing.</param>
internal sealed record Sample(string Section, string Title, string Folder, Func<Task> Broken, Func<Task> Mended, string Note = "")
{
    /// <summary>All samples in the order of the sections.</summary>
    public static IReadOnlyList<Sample> All { get; } =
    [
        new("11.2.1", "Race condition", "11.2.1-RaceCondition", RaceCondition.Broken.Main, RaceCondition.Mended.Main),
        new("11.2.2", "State corruption", "11.2.2-StateCorruption", StateCorruption.Broken.Main, StateCorruption.Mended.Main,
            "One after the other the two calls give 6. Each statement reads and writes without a pause, so no value is stale; "
            + "what is torn is the update as a whole."),
        new("11.3.1", "Lock", "11.3.1-Lock", Lock.Broken.Main, Lock.Mended.Main),
        new("11.3.2", "Semaphore", "11.3.2-Semaphore", Semaphore.Broken.Main, Semaphore.Mended.Main),
        new("11.3.3", "Queue", "11.3.3-Queue", Queue.Broken.Main, Queue.Mended.Main),
        new("11.4.1", "Producer and consumers", "11.4.1-ProducerConsumer", ProducerConsumer.Broken.Main, ProducerConsumer.Mended.Main),
        new("11.5", "Event", "11.5-Event", Event.Broken.Main, Event.Mended.Main),
        new("11.6.1", "Protecting a critical section", "11.6.1-CriticalSection", CriticalSection.Broken.Main, CriticalSection.Mended.Main),
        new("11.6.2", "Limiting access", "11.6.2-LimitedAccess", LimitedAccess.Broken.Main, LimitedAccess.Mended.Main),
        new("11.7", "Immutable objects", "11.7-ImmutableObjects", ImmutableObjects.Broken.Main, ImmutableObjects.Mended.Main),
        new("11.8", "Context variables", "11.8-ContextVariables", ContextVariables.Broken.Main, ContextVariables.Mended.Main,
            "What a method sets, the flows that it starts see and its caller does not, as in the chapter. The broken form counts on the opposite."),
        new("11.9.1", "Safe counter", "11.9.1-SafeCounter", SafeCounter.Broken.Main, SafeCounter.Mended.Main),
        new("11.9.2", "Asynchronous cache", "11.9.2-AsyncCache", AsyncCache.Broken.Main, AsyncCache.Mended.Main),
    ];
}
