namespace Samples.ContextVariables;

/// <summary>An async method cannot set a context variable for its caller, and what two flows change in one object, both see.</summary>
internal static class Broken
{
    private static readonly AsyncLocal<string?> s_user = new();
    private static readonly AsyncLocal<List<string>?> s_trail = new();

    internal static async Task Main()
    {
        s_trail.Value = ["Main"];
        await SignInAsync("Alice");
        await Task.WhenAll(WorkAsync("A", 100), WorkAsync("B", 300));
    }

    private static async Task SignInAsync(string name)
    {
        await Task.Delay(10);
        s_user.Value = name; // ASA0403
    }

    private static async Task WorkAsync(string step, int milliseconds)
    {
        s_trail.Value!.Add(step); // ASA0402
        await Task.Delay(milliseconds);
        Console.WriteLine($"{s_user.Value ?? "Unknown user"}: {string.Join(", ", s_trail.Value!)}");
    }
}
