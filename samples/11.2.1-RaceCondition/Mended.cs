namespace Samples.RaceCondition;

/// <summary>
/// The counter is read after the wait, so nothing that happens during the wait is lost; and because the calls may go on on several
/// threads, reading, adding and writing are one step. Where one step does not do, a guard does (section 11.3.1).
/// </summary>
internal static class Mended
{
    private static int s_counter;

    private static async Task IncrementAsync()
    {
        await Task.Yield();
        Interlocked.Increment(ref s_counter);
    }

    public static async Task Main()
    {
        await Task.WhenAll(IncrementAsync(), IncrementAsync(), IncrementAsync());
        Console.WriteLine($"Final counter value: {s_counter}");
    }
}
