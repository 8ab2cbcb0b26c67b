// truth: safe
// why: the turn is held from the read to the write and given back by its asynchronous disposal
// checked: 0 of 6 schedules violate

namespace Case_538;

public sealed class Turns
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    public async Task<IAsyncDisposable> EnterAsync()
    {
        await _semaphore.WaitAsync();
        return new Turn(_semaphore);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            semaphore.Release();
        }
    }
}

public sealed class Ink(Func<Task<int>> use)
{
    private readonly Turns _turns = new();
    private int _used;
    public int Used => _used;

    public async Task PrintAsync()
    {
        await using (await _turns.EnterAsync())
        {
            _used += await use();
        }
    }
}
