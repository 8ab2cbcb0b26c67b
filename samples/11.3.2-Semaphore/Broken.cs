namespace Samples.Semaphore;

/// <summary>Two at a time, it says; but each call makes a semaphore for itself and is the only one that asks for it.</summary>
internal static class Broken
{
    private static async Task LimitedTaskAsync(string name)
    {
        var throttle = new SemaphoreSlim(2, 2); // ASA0205 as a suggestion
        await throttle.WaitAsync();
        try
        {
            Console.WriteLine($"Task {name} started");
            await Task.Yield();
            Console.WriteLine($"Task {name} completed");
        }
        finally
        {
            throttle.Release();
        }
    }

    public static async Task Main() =>
        await Task.WhenAll(LimitedTaskAsync("A"), LimitedTaskAsync("B"), LimitedTaskAsync("C"), LimitedTaskAsync("D"));
}
