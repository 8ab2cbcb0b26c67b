namespace Samples.Semaphore;

/// <summary>A semaphore with two permits is a throttle: all share it, two run, and the others wait until one of them is done.</summary>
internal static class Mended
{
    private static readonly SemaphoreSlim s_throttle = new(2, 2);

    private static async Task LimitedTaskAsync(string name)
    {
        await s_throttle.WaitAsync();
        try
        {
            Console.WriteLine($"Task {name} started");
            await Task.Yield();
            Console.WriteLine($"Task {name} completed");
        }
        finally
        {
            s_throttle.Release();
        }
    }

    public static async Task Main() =>
        await Task.WhenAll(LimitedTaskAsync("A"), LimitedTaskAsync("B"), LimitedTaskAsync("C"), LimitedTaskAsync("D"));
}
