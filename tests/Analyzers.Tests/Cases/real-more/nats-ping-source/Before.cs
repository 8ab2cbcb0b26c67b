using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace Real.NatsPingSource;

internal class PingCommand : IValueTaskSource<TimeSpan>
{
    private readonly Stopwatch _watch = new();
    private ManualResetValueTaskSourceCore<TimeSpan> _core = new() { RunContinuationsAsynchronously = true };

    public void Start() => _watch.Restart();

    public void SetResult() => _core.SetResult(_watch.Elapsed); // BUG: _core

    public void SetCanceled() => _core.SetException(new OperationCanceledException()); // BUG: _core

    public ValueTask<TimeSpan> RunAsync() => new(this, _core.Version);

    public TimeSpan GetResult(short token) => _core.GetResult(token);
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);
}

internal sealed class Connection
{
    private readonly Queue<PingCommand> _pending = new();

    public async ValueTask<TimeSpan> PingAsync(CancellationToken token)
    {
        var ping = new PingCommand();
        lock (_pending)
            _pending.Enqueue(ping);
        ping.Start();
        using var registration = token.UnsafeRegister(static p => ((PingCommand)p!).SetCanceled(), ping);
        return await ping.RunAsync().ConfigureAwait(false);
    }

    // the read loop
    public void OnPong()
    {
        PingCommand? ping;
        lock (_pending)
            _pending.TryDequeue(out ping);
        ping?.SetResult();
    }
}
