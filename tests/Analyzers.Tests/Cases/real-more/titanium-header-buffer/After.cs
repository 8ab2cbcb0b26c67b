using System.Collections.Concurrent;
using System.Text;

namespace Real.TitaniumHeaderBuffer;

public interface IBufferPool { byte[] GetBuffer(); void ReturnBuffer(byte[] buffer); }

public sealed class DefaultBufferPool : IBufferPool
{
    private readonly ConcurrentBag<byte[]> _buffers = [];

    public byte[] GetBuffer() => _buffers.TryTake(out var buffer) ? buffer : new byte[8192];

    public void ReturnBuffer(byte[] buffer) => _buffers.Add(buffer);
}

internal class HeaderWriter
{
    private static readonly byte[] s_newLine = "\r\n"u8.ToArray();
    private readonly IBufferPool _pool;
    private readonly Stream _stream;

    public HeaderWriter(Stream stream, IBufferPool pool)
    {
        _stream = stream;
        _pool = pool;
    }

    public Task WriteLineAsync(string value, CancellationToken ct) => WriteCoreAsync(value, true, ct);

    private async Task WriteCoreAsync(string value, bool newLine, CancellationToken ct)
    {
        if (value.Length < 2000)
        {
            var buffer = _pool.GetBuffer();
            try
            {
                var length = Encoding.ASCII.GetBytes(value, 0, value.Length, buffer, 0);
                if (newLine)
                {
                    s_newLine.CopyTo(buffer, length);
                    length += s_newLine.Length;
                }
                await _stream.WriteAsync(buffer, 0, length, ct);
            }
            finally
            {
                _pool.ReturnBuffer(buffer);
            }
        }
        else
        {
            var data = Encoding.ASCII.GetBytes(newLine ? value + "\r\n" : value);
            await _stream.WriteAsync(data, 0, data.Length, ct);
        }
    }
}
