using System.Threading.Channels;

namespace Samples.Queue;

/// <summary>The channel is completed however the producer ends, and the consumer learns it.</summary>
internal static class Mended
{
    public static async Task Main()
    {
        var channel = Channel.CreateUnbounded<int>();
        var both = Task.WhenAll(ProduceAsync(channel.Writer), ConsumeAsync(channel.Reader));
        if (await Task.WhenAny(both, Task.Delay(10_000)) != both)
            Console.WriteLine("The consumer still waits.");
        await both;
    }

    private static async Task ProduceAsync(ChannelWriter<int> writer)
    {
        Exception? failure = null;
        try
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.Yield();
                Console.WriteLine($"Producer added: {i}");
                await writer.WriteAsync(i);
            }
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            writer.Complete(failure);
        }
    }

    private static async Task ConsumeAsync(ChannelReader<int> reader)
    {
        await foreach (var item in reader.ReadAllAsync())
            Console.WriteLine($"Consumer processed: {item}");
        Console.WriteLine("Consumer has finished work");
    }
}
