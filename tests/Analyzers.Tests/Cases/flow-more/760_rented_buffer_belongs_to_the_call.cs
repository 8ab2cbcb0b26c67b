// truth: safe
// why: each call rents a buffer of its own and gives it back at the end
// checked: 0 of 56 schedules violate

using System.Buffers;

namespace Case_760;

public sealed class Copier(Func<byte[], int, Task<int>> read, Func<int, Task> write)
{
    private long _copied;
    public long Copied => Interlocked.Read(ref _copied);

    public async Task<int> CopyAsync(int limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16);
        try
        {
            buffer[0] = 0;
            while (buffer[0] < limit)
            {
                var before = buffer[0];
                var count = await read(buffer, limit);
                if (count == 0) break;
                buffer[0] = (byte)(before + count);
                await write(count);
            }
            Interlocked.Add(ref _copied, buffer[0]);
            return buffer[0];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
