// truth: safe
// why: the extension holds the gate while the lambda runs
// needs: a newer compiler
// checked: 0 of 4 schedules violate

namespace Case_559;

public static class Gates
{
    extension(SemaphoreSlim gate)
    {
        public async Task<T> RunAsync<T>(Func<Task<T>> body)
        {
            await gate.WaitAsync();
            try { return await body(); }
            finally { gate.Release(); }
        }
    }
}

public sealed class Counterfoil(Func<int, Task> stamp)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _number;

    public Task<int> StampAsync() => _gate.RunAsync(async () =>
    {
        var number = _number + 1;
        await stamp(number);
        _number = number;
        return number;
    });
}
