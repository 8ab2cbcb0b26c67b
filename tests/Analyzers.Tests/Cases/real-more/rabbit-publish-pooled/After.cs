using System.Buffers;
using System.Threading.Channels;

namespace Real.RabbitPublishPooled;

public sealed record Outgoing(string Exchange, ReadOnlyMemory<byte> Body);

public sealed class Model
{
    private readonly Channel<Outgoing> _frames = Channel.CreateUnbounded<Outgoing>();

    public Model(Stream stream) => Sender = SendLoopAsync(stream);

    public Task Sender { get; }

    public ValueTask BasicPublishAsync(string exchange, ReadOnlyMemory<byte> body)
    {
        // the caller may use its memory again at once
        var copy = body.ToArray();
        return _frames.Writer.WriteAsync(new Outgoing(exchange, copy));
    }

    public void Close() => _frames.Writer.TryComplete();

    private async Task SendLoopAsync(Stream stream)
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync())
        {
            await stream.WriteAsync(frame.Body);
        }
    }
}

public sealed class Publisher
{
    private readonly Model _model;

    public Publisher(Model model) => _model = model;

    public async Task PublishBatchAsync(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(1024);
            try
            {
                var length = System.Text.Encoding.UTF8.GetBytes(text, buffer);
                await _model.BasicPublishAsync("orders", buffer.AsMemory(0, length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
