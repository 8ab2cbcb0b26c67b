namespace Real.RebusSagaLocks;

public abstract class ExclusiveStepBase
{
    private readonly int _buckets;

    protected ExclusiveStepBase(int buckets) => _buckets = buckets;

    public async Task ProcessAsync(IEnumerable<string> correlations, Func<Task> next)
    {
        var locks = correlations.Select(c => Math.Abs(c.GetHashCode()) % _buckets).Distinct().Order().ToArray();
        var taken = new List<int>();
        try
        {
            foreach (var id in locks)
            {
                await AcquireAsync(id);
                taken.Add(id);
            }
            await next();
        }
        finally
        {
            foreach (var id in taken)
                await ReleaseAsync(id);
        }
    }

    protected abstract Task AcquireAsync(int id);

    protected abstract Task ReleaseAsync(int id);
}

internal sealed class SemaphoreStep : ExclusiveStepBase
{
    private readonly SemaphoreSlim[] _semaphores;
    private readonly CancellationToken _stopping;

    public SemaphoreStep(int buckets, CancellationToken stopping) : base(buckets)
    {
        _stopping = stopping;
        _semaphores = Enumerable.Range(0, buckets).Select(_ => new SemaphoreSlim(1, 1)).ToArray();
    }

    protected override async Task AcquireAsync(int id) => await _semaphores[id].WaitAsync(_stopping);

    protected override Task ReleaseAsync(int id)
    {
        _semaphores[id].Release();
        return Task.CompletedTask;
    }
}
