using System.Collections.Immutable;
using System.Threading.Channels;

namespace Samples.ImmutableObjects;

/// <summary>The message cannot change: the producer makes another one for itself.</summary>
internal static class Mended
{
    internal static async Task Main()
    {
        var channel = Channel.CreateUnbounded<Data>();
        await Task.WhenAll(ProduceAsync(channel.Writer), ConsumeAsync(channel.Reader));
    }

    private static async Task ProduceAsync(ChannelWriter<Data> writer)
    {
        var data = new Data([1, 2, 3]);
        await writer.WriteAsync(data);
        Console.WriteLine($"Producer added data: {string.Join(", ", data.Numbers)}");
        data = data with { Numbers = data.Numbers.SetItem(0, 10) };
        Console.WriteLine($"Producer goes on with: {string.Join(", ", data.Numbers)}");
        writer.Complete();
    }

    private static async Task ConsumeAsync(ChannelReader<Data> reader)
    {
        await foreach (var data in reader.ReadAllAsync())
            Console.WriteLine($"Consumer received data: {string.Join(", ", data.Numbers)}");
    }

    private sealed record Data(ImmutableArray<int> Numbers);
}
