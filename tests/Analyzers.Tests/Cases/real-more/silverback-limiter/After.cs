using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Real.SilverbackLimiter;

public sealed record ConsumedMessage(string Partition, byte[] Body);

internal sealed class PartitionChannels
{
    private readonly ConcurrentDictionary<string, Channel<ConsumedMessage>> _channels = new();
    private readonly SemaphoreSlim _limiter;
    private readonly int _maximum;

    public PartitionChannels(int maximum)
    {
        _maximum = maximum;
        _limiter = new SemaphoreSlim(maximum, maximum);
    }

    public void Start(string partition, Func<ConsumedMessage, Task> handle, CancellationToken stopping)
    {
        var channel = Channel.CreateBounded<ConsumedMessage>(10);
        if (_channels.TryAdd(partition, channel))
            _ = Task.Run(() => ReadAsync(channel, handle, stopping), CancellationToken.None);
    }

    public bool TryWrite(ConsumedMessage message) => _channels.TryGetValue(message.Partition, out var channel) && channel.Writer.TryWrite(message);

    private async Task ReadAsync(Channel<ConsumedMessage> channel, Func<ConsumedMessage, Task> handle, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var message = await channel.Reader.ReadAsync(stopping).ConfigureAwait(false);
            var limited = false;
            if (_channels.Count > _maximum)
            {
                await _limiter.WaitAsync(stopping).ConfigureAwait(false);
                limited = true;
            }
            try
            {
                await handle(message).ConfigureAwait(false);
            }
            finally
            {
                if (limited)
                    _limiter.Release();
            }
        }
    }

    public void Stop(string partition)
    {
        if (_channels.TryRemove(partition, out var channel))
            channel.Writer.TryComplete();
    }
}
