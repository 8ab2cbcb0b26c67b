namespace Samples.Lock;

/// <summary>A <c>SemaphoreSlim</c> with one permit is the lock that survives an await.</summary>
internal static class Mended
{
    private static readonly SemaphoreSlim s_gate = new(1, 1);
    private static int s_counter;

    private static async Task SafeIncrementAsync()
    {
        await s_gate.WaitAsync();
        try
        {
            var temp = s_counter;
            await Task.Yield();
            s_counter = temp + 1;
        }
        finally
        {
            s_gate.Release();
        }
    }

    public static async Task Main()
    {
        await Task.WhenAll(SafeIncrementAsync(), SafeIncrementAsync(), SafeIncrementAsync());
        Console.WriteLine($"Final counter value: {s_counter}");
    }
}
