using System.Threading.Channels;

namespace Real.RabbitWriteLoop;

public sealed class Frame : IDisposable { public ReadOnlyMemory<byte> Body; public void Dispose() { } }

internal sealed class FrameHandler
{
    private readonly ChannelWriter<Frame> _writer;
    private readonly ChannelReader<Frame> _reader;
    private readonly Stream _stream;
    private readonly Task _writerTask;
    private bool _closed;

    public FrameHandler(Stream stream)
    {
        var channel = Channel.CreateBounded<Frame>(new BoundedChannelOptions(128)
        {
            SingleReader = true,
            SingleWriter = false,
        });
        _reader = channel.Reader;
        _writer = channel.Writer;
        _stream = stream;
        _writerTask = Task.Run(WriteLoopAsync);
    }

    public async Task CloseAsync()
    {
        if (_closed)
            return;
        _closed = true;
        _writer.TryComplete();
        await _writerTask.ConfigureAwait(false);
    }

    public async ValueTask WriteAsync(Frame frame, CancellationToken token)
    {
        if (_closed)
        {
            frame.Dispose();
            return;
        }
        await _writer.WriteAsync(frame, token).ConfigureAwait(false);
    }

    private async Task WriteLoopAsync()
    {
        try
        {
            while (await _reader.WaitToReadAsync().ConfigureAwait(false)) // BUG: _reader
            {
                while (_reader.TryRead(out var frame))
                {
                    using (frame)
                    {
                        await _stream.WriteAsync(frame.Body).ConfigureAwait(false);
                    }
                }
                await _stream.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            throw;
        }
    }
}
