public sealed class B37_Warehouse
{
    private readonly SemaphoreSlim _shelf = new(1, 1);
    private readonly SemaphoreSlim _ledger = new(1, 1);
    private int _items, _booked;

    public async Task StoreAsync(int count)
    {
        await _shelf.WaitAsync();
        try
        {
            _items += count;
            await _ledger.WaitAsync(); // BUG: ASA0206
            try { _booked += count; }
            finally { _ledger.Release(); }
        }
        finally { _shelf.Release(); }
    }

    public async Task AuditAsync()
    {
        await _ledger.WaitAsync();
        try
        {
            await _shelf.WaitAsync();
            try { _booked = _items; }
            finally { _shelf.Release(); }
        }
        finally { _ledger.Release(); }
    }
}

public sealed class B38_Recorder
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Stream _tape;

    public B38_Recorder(Stream tape) => _tape = tape;

    public async Task WriteAsync(ReadOnlyMemory<byte> sample, CancellationToken stop)
    {
        _ = _gate.WaitAsync(stop); // BUG: ASA0207
        try
        {
            await _tape.WriteAsync(sample, stop);
        }
        finally
        {
            _gate.Release();
        }
    }
}

public sealed class B39_Thermostat
{
    private readonly SemaphoreSlim _gate = new(1); // BUG: ASA0208
    private double _target = 20;

    public async Task RaiseAsync(double by, Func<double, Task> apply)
    {
        await _gate.WaitAsync();
        try
        {
            var next = _target + by;
            await apply(next);
            _target = next;
        }
        finally { _gate.Release(); }
    }

    public void GiveUp() => _gate.Release();
}

public sealed class B40_Checksum
{
    public Task<int> SendAsync(Stream target, string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        try
        {
            var count = Encoding.UTF8.GetBytes(text, buffer);
            return WriteAsync(target, buffer.AsMemory(0, count)); // BUG: ASA0209
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> WriteAsync(Stream target, ReadOnlyMemory<byte> bytes)
    {
        await target.WriteAsync(bytes);
        return bytes.Length;
    }
}
