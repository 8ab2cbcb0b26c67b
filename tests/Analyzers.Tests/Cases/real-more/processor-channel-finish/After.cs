using System.Threading.Channels;

namespace Real.ProcessorChannelFinish;

public sealed class ChannelProcessor<T>
{
    private readonly IAsyncEnumerable<T> _items;
    private readonly Func<T, Task> _work;
    private readonly int _parallel;

    public ChannelProcessor(IAsyncEnumerable<T> items, Func<T, Task> work, int parallel)
    {
        _items = items;
        _work = work;
        _parallel = parallel;
    }

    public async Task RunAsync(CancellationToken ct)
    {
        var channel = Channel.CreateBounded<T>(_parallel * 2);
        var consumers = Enumerable.Range(0, _parallel).Select(_ => ConsumeAsync(channel.Reader, ct)).ToArray();
        var producer = ProduceAsync(channel.Writer, ct);
        await Task.WhenAll([.. consumers, producer]).ConfigureAwait(false);
    }

    private async Task ProduceAsync(ChannelWriter<T> writer, CancellationToken ct)
    {
        Exception? failure = null;
        try
        {
            await foreach (var item in _items.WithCancellation(ct).ConfigureAwait(false))
            {
                await writer.WriteAsync(item, ct).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            writer.TryComplete(failure);
        }
    }

    private async Task ConsumeAsync(ChannelReader<T> reader, CancellationToken ct)
    {
        await foreach (var item in reader.ReadAllAsync(ct).ConfigureAwait(false))
            await _work(item).ConfigureAwait(false);
    }
}
