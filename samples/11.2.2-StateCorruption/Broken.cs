namespace Samples.StateCorruption;

/// <summary>
/// Each call adds one, waits and doubles. One after the other they give 2 and then 6; together they give 8, because the second
/// addition comes between the two steps of the first call. Each step is whole in itself, so no value is stale.
/// </summary>
internal static class Broken
{
    private static readonly State s_state = new();

    private static async Task ModifyAsync()
    {
        s_state.Value += 1;
        await Task.Yield();
        s_state.Value *= 2; // ASA0103
    }

    public static async Task Main()
    {
        await Task.WhenAll(ModifyAsync(), ModifyAsync());
        Console.WriteLine($"Final state: {s_state.Value}");
    }

    private sealed class State
    {
        public int Value { get; set; }
    }
}
