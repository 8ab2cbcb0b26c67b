using System.Threading.Channels;

namespace Real.ChannelsSourceCancel;

public static class ChannelSources
{
    public static ChannelReader<T> ToChannel<T>(this IEnumerable<T> source, int capacity, CancellationToken ct)
    {
        var channel = Channel.CreateBounded<T>(capacity);
        _ = channel.Writer.WriteAllAsync(source, ct);
        return channel.Reader;
    }

    private static async Task<long> WriteAllAsync<T>(this ChannelWriter<T> writer, IEnumerable<T> source, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        long count = 0;
        foreach (var item in source)
        {
            await writer.WriteAsync(item, ct).ConfigureAwait(false);
            count++;
        }
        writer.Complete(); // BUG: a canceled source leaves the channel open
        return count;
    }

    public static async Task<long> ReadAllAsync<T>(this ChannelReader<T> reader, Action<T> receive)
    {
        long count = 0;
        while (await reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(out var item))
            {
                receive(item);
                count++;
            }
        }
        return count;
    }
}

public static class Program
{
    public static Task<long> PrintAsync(CancellationToken ct) =>
        Enumerable.Range(0, 10_000).ToChannel(10, ct).ReadAllAsync(n => Console.WriteLine(n));
}
