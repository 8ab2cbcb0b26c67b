using System.Threading.Channels;

namespace Samples.ImmutableObjects;

/// <summary>The message is the producer's own object: what the producer does to it later, the consumer receives.</summary>
internal static class Broken
{
    internal static async Task Main()
    {
        var channel = Channel.CreateUnbounded<Data>(); // ASA0302 as a suggestion
        await Task.WhenAll(ProduceAsync(channel.Writer), ConsumeAsync(channel.Reader));
    }

    private static async Task ProduceAsync(ChannelWriter<Data> writer)
    {
        var data = new Data { Numbers = { 1, 2, 3 } };
        await writer.WriteAsync(data);
        Console.WriteLine($"Producer added data: {string.Join(", ", data.Numbers)}");
        data.Numbers[0] = 10; // ASA0301
        writer.Complete();
    }

    private static async Task ConsumeAsync(ChannelReader<Data> reader)
    {
        await foreach (var data in reader.ReadAllAsync())
            Console.WriteLine($"Consumer received data: {string.Join(", ", data.Numbers)}");
    }

    private sealed class Data
    {
        public List<int> Numbers { get; } = [];
    }
}
