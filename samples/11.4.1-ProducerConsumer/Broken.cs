using System.Threading.Channels;

namespace Samples.ProducerConsumer;

/// <summary>Two consumers and one end marker: the consumer that gets it stops, and the other waits for ever.</summary>
internal static class Broken
{
    public static async Task Main()
    {
        var channel = Channel.CreateUnbounded<int?>();
        var all = Task.WhenAll(ProduceAsync(channel.Writer, 4), ConsumeAsync(channel.Reader), ConsumeAsync(channel.Reader));
        if (await Task.WhenAny(all, Task.Delay(500)) == all)
            Console.WriteLine("All tasks are completed");
        else
            Console.WriteLine("After half a second one consumer still waits.");
    }

    private static async Task ProduceAsync(ChannelWriter<int?> writer, int n)
    {
        for (var i = 0; i < n; i++)
        {
            await Task.Yield();
            await writer.WriteAsync(i);
        }

        await writer.WriteAsync(null); // ASA0305
    }

    private static async Task ConsumeAsync(ChannelReader<int?> reader)
    {
        while (true)
        {
            var item = await reader.ReadAsync();
            if (item is null)
                break;
            Console.WriteLine($"Processed: {item}");
            await Task.Yield();
        }

        Console.WriteLine("A consumer has finished work");
    }
}
