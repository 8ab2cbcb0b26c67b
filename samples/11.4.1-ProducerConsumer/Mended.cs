using System.Threading.Channels;

namespace Samples.ProducerConsumer;

/// <summary>The channel is completed, and that ends both consumers.</summary>
internal static class Mended
{
    public static async Task Main()
    {
        var channel = Channel.CreateUnbounded<int?>();
        var all = Task.WhenAll(ProduceAsync(channel.Writer, 4), ConsumeAsync(channel.Reader), ConsumeAsync(channel.Reader));
        if (await Task.WhenAny(all, Task.Delay(10_000)) == all)
            Console.WriteLine("All tasks are completed");
        else
            Console.WriteLine("One consumer still waits.");
    }

    private static async Task ProduceAsync(ChannelWriter<int?> writer, int n)
    {
        for (var i = 0; i < n; i++)
        {
            await Task.Yield();
            await writer.WriteAsync(i);
        }

        writer.Complete();
    }

    private static async Task ConsumeAsync(ChannelReader<int?> reader)
    {
        await foreach (var item in reader.ReadAllAsync())
        {
            Console.WriteLine($"Processed: {item}");
            await Task.Yield();
        }

        Console.WriteLine("A consumer has finished work");
    }
}
