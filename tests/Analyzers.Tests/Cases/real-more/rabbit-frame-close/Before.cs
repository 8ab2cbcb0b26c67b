using System.Threading.Channels;

namespace Real.RabbitFrameClose;

internal sealed class SocketFrames
{
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(128);
    private readonly SemaphoreSlim _closing = new(1, 1);
    private readonly Stream _socket;
    private readonly Task _writing;
    private bool _closed;

    public SocketFrames(Stream socket)
    {
        _socket = socket;
        _writing = Task.Run(WriteLoopAsync);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken ct) => _frames.Writer.WriteAsync(frame, ct);

    public async Task CloseAsync(CancellationToken ct)
    {
        if (_closed)
            return;
        await _closing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_closed)
                return;
            try
            {
                _frames.Writer.Complete(); // BUG: _frames
                await _writing.ConfigureAwait(false);
            }
            catch
            {
                // the peer may be gone
            }
            _socket.Dispose();
            _closed = true;
        }
        finally
        {
            _closing.Release();
        }
    }

    private async Task WriteLoopAsync()
    {
        try
        {
            while (await _frames.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_frames.Reader.TryRead(out var frame))
                    await _socket.WriteAsync(frame).ConfigureAwait(false);
                await _socket.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            _frames.Writer.TryComplete(e);
            throw;
        }
    }
}
