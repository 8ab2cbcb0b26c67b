using System.Collections.Concurrent;

namespace Real.DotpulsarPooledMetadata;

public sealed class Metadata { public string? Key; public Dictionary<string, string> Properties { get; } = new(); public void Reset() { Key = null; Properties.Clear(); } }
public interface ISendChannel<T> { ValueTask SendAsync(Metadata metadata, T message, Func<string, ValueTask>? onAcked, CancellationToken token); }

public static class SendChannelExtensions
{
    private static readonly ConcurrentBag<Metadata> _pool = new();

    private static Metadata Rent() => _pool.TryTake(out var metadata) ? metadata : new Metadata();

    private static void Return(Metadata metadata)
    {
        metadata.Reset();
        _pool.Add(metadata);
    }

    // the channel queues the message; the broker confirms it later
    public static async ValueTask SendAsync<T>(this ISendChannel<T> channel, string key, T message, Func<string, ValueTask>? onAcked = null, CancellationToken token = default)
    {
        var metadata = Rent();
        metadata.Key = key;
        try
        {
            await channel.SendAsync(metadata, message, onAcked, token).ConfigureAwait(false);
        }
        finally
        {
            Return(metadata); // BUG: metadata
        }
    }
}
