namespace Real.HangfireAmbientLeak;

public interface IJobStore { Task<Func<object?>?> FetchAsync(CancellationToken token); Task FinishedAsync(object? result); }

// the loop of a worker; the jobs are methods of the application and may set what they like
public sealed class Worker
{
    private readonly IJobStore _store;

    public Worker(IJobStore store) => _store = store;

    public async Task RunAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            var job = await _store.FetchAsync(token);
            if (job == null)
                continue;

            var result = job(); // BUG: job
            await _store.FinishedAsync(result);
        }
    }
}

public static class Reports
{
    private static readonly AsyncLocal<string?> _culture = new();

    public static object? Build()
    {
        if (_culture.Value != null)
            throw new InvalidOperationException("value of an earlier job");
        _culture.Value = "de";
        return Render();
    }

    private static string Render() => "report in " + _culture.Value;
}
