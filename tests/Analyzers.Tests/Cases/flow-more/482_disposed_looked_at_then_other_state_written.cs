// truth: safe
// why: the flag says whether the object may be used; what is written has nothing to do with it
// checked: 0 of 6 schedules violate

namespace Case_482;

public sealed class Connection(Func<Task<int>> receive) : IDisposable
{
    private bool _disposed;
    private long _received;
    public long Received => _received;
    public void Dispose() => _disposed = true;

    public async Task ReceiveAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var n = await receive();
        _received += n;
    }
}
