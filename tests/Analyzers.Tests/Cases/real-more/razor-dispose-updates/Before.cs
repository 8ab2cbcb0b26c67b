namespace Real.RazorDisposeUpdates;

public sealed class WorkspaceUpdates : IDisposable
{
    private readonly Dictionary<string, CancellationTokenSource> _updates = [];
    private readonly SemaphoreSlim _resolving = new(1, 1);
    private readonly CancellationTokenSource _disposing = new();
    private readonly Func<string, CancellationToken, Task> _resolve;

    public WorkspaceUpdates(Func<string, CancellationToken, Task> resolve) => _resolve = resolve;

    public void Enqueue(string project)
    {
        lock (_updates)
        {
            if (_updates.TryGetValue(project, out var running))
                running.Cancel();
            var source = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token);
            _updates[project] = source;
            _ = Task.Run(() => UpdateAsync(project, source.Token), source.Token);
        }
    }

    public void CancelAll()
    {
        lock (_updates)
        {
            foreach (var source in _updates.Values)
                source.Cancel();
            _updates.Clear();
        }
    }

    public void Dispose()
    {
        if (_disposing.IsCancellationRequested)
            return;
        _disposing.Cancel();
        foreach (var source in _updates.Values) // BUG: _updates
            source.Dispose();
    }

    private async Task UpdateAsync(string project, CancellationToken ct)
    {
        await _resolving.WaitAsync(ct);
        try
        {
            await _resolve(project, ct);
        }
        finally
        {
            _resolving.Release();
        }
        lock (_updates)
            _updates.Remove(project);
    }
}
