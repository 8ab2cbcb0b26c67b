// truth: safe
// why: the extension runs the body between taking and giving back the gate
// needs: a newer compiler
// checked: 0 of 4 schedules violate

namespace Case_757;

public static class Gates
{
    extension(SemaphoreSlim gate)
    {
        public Task<T> RunAsync<T>(Func<Task<T>> body) => gate.RunAsync(body, CancellationToken.None);

        public async Task<T> RunAsync<T>(Func<Task<T>> body, CancellationToken stop)
        {
            await gate.WaitAsync(stop);
            try
            {
                return await body();
            }
            finally
            {
                gate.Release();
            }
        }
    }
}

public sealed class Numbers(Func<int, Task> store)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _last;
    public int Last => _last;

    public Task<int> NextAsync() => _gate.RunAsync(async () =>
    {
        var next = _last + 1;
        await store(next);
        _last = next;
        return next;
    });
}
