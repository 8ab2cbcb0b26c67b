namespace Samples.RaceCondition;

/// <summary>
/// The counter is read after the wait, so nothing comes between read and write. That suffices where all calls go on on one thread,
/// as in a UI and here; on several threads <c>Interlocked.Increment</c> or a guard (section 11.3.1) is needed besides.
/// </summary>
internal static class Mended
{
    private static int s_counter;

    private static async Task IncrementAsync()
    {
        await Task.Yield();
        var temp = s_counter;
        s_counter = temp + 1;
    }

    public static async Task Main()
    {
        await Task.WhenAll(IncrementAsync(), IncrementAsync(), IncrementAsync());
        Console.WriteLine($"Final counter value: {s_counter}");
    }
}
