namespace Samples.StateCorruption;

/// <summary>The guard makes the two steps one: the second call starts when the first has ended.</summary>
internal static class Mended
{
    private static readonly State s_state = new();
    private static readonly SemaphoreSlim s_gate = new(1, 1);

    private static async Task ModifyAsync()
    {
        await s_gate.WaitAsync();
        try
        {
            s_state.Value += 1;
            await Task.Yield();
            s_state.Value *= 2;
        }
        finally
        {
            s_gate.Release();
        }
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
