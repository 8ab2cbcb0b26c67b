namespace Samples.LimitedAccess;

/// <summary>State that is changed needs a guard that admits one. Where the others are to work meanwhile, they change the state in one step.</summary>
internal static class Mended
{
    private static readonly SemaphoreSlim s_gate = new(1, 1);
    private static int s_sharedResource;

    private static async Task AccessAsync(string name)
    {
        await s_gate.WaitAsync();
        try
        {
            Console.WriteLine($"{name} has accessed the resource.");
            var temp = s_sharedResource;
            await Task.Yield();
            s_sharedResource = temp + 1;
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
