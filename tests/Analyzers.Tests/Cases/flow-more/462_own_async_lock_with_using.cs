// truth: safe
// why: the lock of the class is held from the read to the write
// checked: 0 of 4 schedules violate

namespace Case_462;

public sealed class AsyncLock
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);
    public async Task<Releaser> LockAsync() { await _semaphore.WaitAsync(); return new Releaser(_semaphore); }
    public readonly struct Releaser(SemaphoreSlim semaphore) : IDisposable { public void Dispose() => semaphore.Release(); }
}

public sealed class Account(Func<int, Task<int>> fee)
{
    private readonly AsyncLock _lock = new();
    private int _balance = 10;
    public int Balance => _balance;

    public async Task PayAsync()
    {
        using (await _lock.LockAsync())
        {
            var balance = _balance;
            _balance = balance - await fee(balance);
        }
    }
}
