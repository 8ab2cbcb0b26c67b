namespace Samples.Lock;

/// <summary>
/// A <c>lock</c> statement cannot contain an await, so there are two of them. Each is right, and both together protect nothing:
/// the value read under the first is old when it is written under the second.
/// </summary>
internal static class Broken
{
    private static readonly object s_lock = new();
    private static int s_counter;

    private static async Task IncrementAsync()
    {
        int temp;
        lock (s_lock)
        {
            temp = s_counter;
        }

        await Task.Yield();

        lock (s_lock)
        {
            s_counter = temp + 1; // ASA0101
        }
    }

    public static async Task Main()
    {
        await Task.WhenAll(IncrementAsync(), IncrementAsync(), IncrementAsync());
        Console.WriteLine($"Final counter value: {s_counter}");
    }
}
