namespace Samples.LimitedAccess;

/// <summary>A semaphore with two permits limits the access, and protects nothing: of the two inside, one overwrites what the other has written.</summary>
internal static class Broken
{
    private static readonly SemaphoreSlim s_gate = new(2, 2); // ASA0205 as a suggestion
    private static int s_sharedResource;

    private static async Task AccessAsync(string name)
    {
        await s_gate.WaitAsync();
        try
        {
            Console.WriteLine($"{name} has accessed the resource.");
            var temp = s_sharedResource;
            await Task.Yield();
            s_sharedResource = temp + 1; // ASA0101
            Console.WriteLine($"{name} has released the resource.");
        }
        finally
        {
            s_gate.Release();
        }
    }

    public static async Task Main()
    {
        await Task.WhenAll(AccessAsync("Task A"), AccessAsync("Task B"), AccessAsync("Task C"), AccessAsync("Task D"));
        Console.WriteLine($"Final resource value: {s_sharedResource}");
    }
}
