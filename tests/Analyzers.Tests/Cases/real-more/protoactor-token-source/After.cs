namespace Real.ProtoactorTokenSource;

public interface IStoppable { event EventHandler? Stopped; bool IsRunning { get; } Task HeartbeatAsync(CancellationToken ct); }

public static class LifetimeExtensions
{
    public static CancellationTokenSource WhileRunning(this IStoppable system, TimeSpan interval)
    {
        var source = new CancellationTokenSource();
        var token = source.Token;
        system.Stopped += (_, _) =>
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // the caller has no more need of it
            }
        };
        _ = Task.Run(async () =>
        {
            while (system.IsRunning && !token.IsCancellationRequested)
            {
                await system.HeartbeatAsync(token);
                await Task.Delay(interval, token);
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
