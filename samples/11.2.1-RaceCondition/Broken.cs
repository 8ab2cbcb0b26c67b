namespace Samples.RaceCondition;

/// <summary>Three calls read the counter before one of them writes it: two of the three increments are lost.</summary>
internal static class Broken
{
    private static int s_counter;

    private static async Task IncrementAsync()
    {
        var temp = s_counter;
        await Task.Yield();
        s_counter = temp + 1; // ASA0101
    }

    public static async Task Main()
    {
        await Task.WhenAll(IncrementAsync(), IncrementAsync(), IncrementAsync());
        Console.WriteLine($"Final counter value: {s_counter}");
    }
}
