using System.Threading.Channels;

namespace Samples.Queue;

/// <summary>A producer and a consumer. The producer ends after five items without a word, and the consumer waits for the sixth.</summary>
internal static class Broken
{
    public static async Task Main()
    {
        var channel = Channel.CreateUnbounded<int>();
        var both = Task.WhenAll(ProduceAsync(channel.Writer), ConsumeAsync(channel.Reader));
        if (await Task.WhenAny(both, Task.Delay(500)) != both)
            Console.WriteLine("After half a second the consumer still waits.");
    }

    private static async Task ProduceAsync(ChannelWriter<int> writer)
    {
        for (var i = 0; i < 5; i++)
        {
            await Task.Yield();
            Console.WriteLine($"Producer added: {i}");
            await writer.WriteAsync(i);
        }
    }

    private static async Task ConsumeAsync(ChannelReader<int> reader)
    {
        await foreach (var item in reader.ReadAllAsync()) // ASA0304
            Console.WriteLine($"Consumer processed: {item}");
        Console.WriteLine("Consumer has finished work");
    }
}
