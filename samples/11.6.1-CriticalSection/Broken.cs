namespace Samples.CriticalSection;

/// <summary>Three writers enter the critical section together, and each stores the same number.</summary>
internal static class Broken
{
    private static int s_sharedResource;

    private static async Task ModifyAsync(string name)
    {
        Console.WriteLine($"{name} starts.");
        var temp = s_sharedResource;
        await Task.Yield();
        s_sharedResource = temp + 1; // ASA0101
        Console.WriteLine($"{name} updated the resource to {s_sharedResource}");
    }

    public static async Task Main()
    {
        await Task.WhenAll(ModifyAsync("Task A"), ModifyAsync("Task B"), ModifyAsync("Task C"));
        Console.WriteLine($"Final resource value: {s_sharedResource}");
    }
}
