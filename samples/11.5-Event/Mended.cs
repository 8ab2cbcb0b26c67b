namespace Samples.Event;

/// <summary>Two wait for an event, one sets it, and a time limit ends the waiting. Whoever comes second changes nothing.</summary>
internal sealed class Mended
{
    private readonly TaskCompletionSource _event = new();

    public static async Task Main()
    {
        await new Mended().RunAsync(limit: TimeSpan.FromMinutes(1));
        await new Mended().RunAsync(limit: TimeSpan.FromMilliseconds(10));
        Console.WriteLine("Both rounds are over.");
    }

    private async Task RunAsync(TimeSpan limit)
    {
        using var time = new CancellationTokenSource(limit);
        using var registration = time.Token.Register(() => _event.TrySetCanceled());
        await Task.WhenAll(WaiterAsync("A"), WaiterAsync("B"), SetterAsync());
    }

    private async Task WaiterAsync(string name)
    {
        Console.WriteLine($"Waiter {name} is waiting for the event...");
        try
        {
            await _event.Task;
            Console.WriteLine($"Waiter {name} received the event!");
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"Waiter {name} gave up.");
        }
    }

    private async Task SetterAsync()
    {
        await Task.Delay(300);
        Console.WriteLine("Setting the event.");
        _event.TrySetResult();
    }
}
