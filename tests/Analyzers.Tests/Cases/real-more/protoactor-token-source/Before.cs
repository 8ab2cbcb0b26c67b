namespace Real.ProtoactorTokenSource;

public interface IStoppable { event EventHandler? Stopped; bool IsRunning { get; } Task HeartbeatAsync(CancellationToken ct); }

public static class LifetimeExtensions
{
    public static CancellationTokenSource WhileRunning(this IStoppable system, TimeSpan interval)
    {
        var source = new CancellationTokenSource();
        system.Stopped += (_, _) =>
        {
            if (!source.IsCancellationRequested)
                source.Cancel();
        };
        _ = Task.Run(async () =>
        {
            while (system.IsRunning && !source.IsCancellationRequested)
            {
                await system.HeartbeatAsync(source.Token);
                await Task.Delay(interval, source.Token); // BUG: source
            }
        });
        return source;
    }
}

public sealed class SystemRunner
{
    public static async Task RunAsync(IStoppable system, Func<CancellationToken, Task> work)
    {
        using var source = system.WhileRunning(TimeSpan.FromSeconds(5));
        await work(source.Token);
    }
}
