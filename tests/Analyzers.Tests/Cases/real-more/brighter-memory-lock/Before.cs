namespace Real.BrighterMemoryLock;

public interface IDistributedLock
{
    Task<string?> ObtainAsync(string resource, CancellationToken ct);
    Task ReleaseAsync(string resource, CancellationToken ct);
}

// A lock for this process; one for all sweepers and archivers
public class ProcessLock : IDistributedLock
{
    private readonly Dictionary<string, SemaphoreSlim> _gates = new(StringComparer.OrdinalIgnoreCase);

    public async Task<string?> ObtainAsync(string resource, CancellationToken ct)
    {
        if (!_gates.TryGetValue(resource, out var gate))
        {
            gate = new SemaphoreSlim(1, 1);
            _gates.Add(resource, gate); // BUG: _gates
        }

        return await gate.WaitAsync(TimeSpan.Zero, ct) ? resource : null;
    }

    public Task ReleaseAsync(string resource, CancellationToken ct)
    {
        if (_gates.TryGetValue(resource, out var gate))
            gate.Release();
        return Task.CompletedTask;
    }
}

public sealed class Sweeper(IDistributedLock locks, Func<Task> sweep)
{
    public void OnTimer(object? state) => _ = Task.Run(SweepAsync);

    private async Task SweepAsync()
    {
        if (await locks.ObtainAsync("outbox", CancellationToken.None) is null)
            return;
        try
        {
            await sweep();
        }
        finally
        {
            await locks.ReleaseAsync("outbox", CancellationToken.None);
        }
    }
}
