namespace Samples.ContextVariables;

/// <summary>The value is returned and set where it is needed, and each flow puts a value of its own there.</summary>
internal static class Mended
{
    private static readonly AsyncLocal<string?> s_user = new();
    private static readonly AsyncLocal<List<string>?> s_trail = new();

    internal static async Task Main()
    {
        s_trail.Value = ["Main"];
        s_user.Value = await SignInAsync("Alice");
        await Task.WhenAll(WorkAsync("A", 100), WorkAsync("B", 300));
    }

    private static async Task<string?> SignInAsync(string name)
    {
        await Task.Delay(10);
        return name;
    }

    private static async Task WorkAsync(string step, int milliseconds)
    {
        s_trail.Value = [.. s_trail.Value!, step];
        await Task.Delay(milliseconds);
        Console.WriteLine($"{s_user.Value ?? "Unknown user"}: {string.Join(", ", s_trail.Value!)}");
    }
}
