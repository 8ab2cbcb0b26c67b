namespace Samples.SafeCounter;

/// <summary>A counter object shared by three tasks. The compound assignment reads the value before it waits.</summary>
internal static class Broken
{
    public static async Task Main()
    {
        var counter = new Counter();
        await Task.WhenAll(counter.IncrementAsync(), counter.IncrementAsync(), counter.IncrementAsync());
        Console.WriteLine($"Final counter value: {counter.Value}");
    }

    private sealed class Counter
    {
        public int Value { get; private set; }

        public async Task IncrementAsync()
        {
            Value += await StepAsync(); // ASA0101
            Console.WriteLine($"Counter incremented to {Value}");
        }

        private static async Task<int> StepAsync()
        {
            await Task.Yield();
            return 1;
        }
    }
}
