public sealed class G37_Warehouse
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
            await _ledger.WaitAsync();
            try { _booked += count; }
            finally { _ledger.Release(); }
        }
        finally { _shelf.Release(); }
    }

    public async Task<int> AuditAsync()
    {
        int booked;
        await _ledger.WaitAsync();
        try { booked = _booked; }
        finally { _ledger.Release(); }
        await _shelf.WaitAsync();
        try { return _items - booked; }
        finally { _shelf.Release(); }
    }
}

public sealed class G38_Recorder
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Stream _tape;

    public G38_Recorder(Stream tape) => _tape = tape;

    public async Task WriteAsync(ReadOnlyMemory<byte> sample, CancellationToken stop)
    {
        var turn = _gate.WaitAsync(stop);
        if (!turn.IsCompletedSuccessfully)
            await turn.ConfigureAwait(false);
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

public sealed class G39_Thermostat
{
    private readonly SemaphoreSlim _changed = new(0);
    private double _target = 20;

    public void Raise(double by)
    {
        Volatile.Write(ref _target, Volatile.Read(ref _target) + by);
        _changed.Release();
    }

    public async Task RunAsync(Func<double, Task> apply, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _changed.WaitAsync(stop);
            await apply(Volatile.Read(ref _target));
        }
    }
}

public sealed class G40_Checksum
{
    public Task<int> SumAsync(string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        try
        {
            var count = Encoding.UTF8.GetBytes(text, buffer);
            return Task.FromResult(Sum(buffer.AsMemory(0, count)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Sum(ReadOnlyMemory<byte> bytes)
    {
        var sum = 0;
        foreach (var value in bytes.Span)
            sum = unchecked(sum * 31 + value);
        return sum;
    }
}
