namespace Real.OsuEntityDestroy;

public sealed class TrackedRoom
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly Action<long> _remove;
    private readonly long _id;
    private bool _destroyed;

    public TrackedRoom(long id, Action<long> remove)
    {
        _id = id;
        _remove = remove;
    }

    public async Task ObtainAsync()
    {
        if (_destroyed)
            throw new InvalidOperationException("The room is gone.");
        if (!await _lock.WaitAsync(5000))
            throw new TimeoutException($"Room {_id} is in use.");
        if (_destroyed)
            throw new InvalidOperationException("The room is gone.");
    }

    public void Release()
    {
        if (!_destroyed)
            _lock.Release();
    }

    public async Task DestroyAsync()
    {
        await ObtainAsync();
        _destroyed = true;
        _remove(_id);
        _lock.Release();
        _lock.Dispose();
    }
}
