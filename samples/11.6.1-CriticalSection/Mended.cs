namespace Samples.CriticalSection;

/// <summary>One writer at a time: the others wait for the guard, in the order in which they came.</summary>
internal static class Mended
{
    private static readonly SemaphoreSlim s_gate = new(1, 1);
    private static int s_sharedResource;

    private static async Task SafeModifyAsync(string name)
    {
        await s_gate.WaitAsync();
        try
        {
            Console.WriteLine($"{name} acquired the lock.");
            var temp = s_sharedResource;
            await Task.Yield();
            s_sharedResource = temp + 1;
            Console.WriteLine($"{name} updated the resource to {s_sharedResource}");
        }
        finally
        {
            s_gate.Release();
        }
    }

    public static async Task Main()
    {
        await Task.WhenAll(SafeModifyAsync("Task A"), SafeModifyAsync("Task B"), SafeModifyAsync("Task C"));
        Console.WriteLine($"Final resource value: {s_sharedResource}");
    }
}
