namespace Samples.SafeCounter;

/// <summary>The counter owns the guard of its value, and takes it for the whole update.</summary>
internal static class Mended
{
    public static async Task Main()
    {
        var counter = new Counter();
        await Task.WhenAll(counter.IncrementAsync(), counter.IncrementAsync(), counter.IncrementAsync());
        Console.WriteLine($"Final counter value: {counter.Value}");
    }

    private sealed class Counter
    {
        private readonly SemaphoreSlim _gate = new(1, 1);

        public int Value { get; private set; }

        public async Task IncrementAsync()
        {
            await _gate.WaitAsync();
            try
            {
                Value += await StepAsync();
                Console.WriteLine($"Counter incremented to {Value}");
            }
            finally
            {
                _gate.Release();
            }
        }

        private static async Task<int> StepAsync()
        {
            await Task.Yield();
            return 1;
        }
    }
}
