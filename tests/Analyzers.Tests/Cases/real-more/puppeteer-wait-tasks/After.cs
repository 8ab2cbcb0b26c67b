using System.Collections.Concurrent;

namespace Real.PuppeteerWaitTasks;

public interface IFrame { Task<bool> EvaluateAsync(string script); }

internal sealed class Waiter
{
    private readonly World _world;
    private readonly string _script;
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Waiter(World world, string script)
    {
        _world = world;
        _script = script;
        _world.Waiters.TryAdd(this, 0);
    }

    public Task<bool> Task => _done.Task;

    public async Task Rerun(IFrame frame)
    {
        bool success;
        try
        {
            success = await frame.EvaluateAsync(_script).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            return;
        }

        if (success)
        {
            _done.TrySetResult(true);
            _world.Waiters.TryRemove(this, out _);
        }
    }
}

internal sealed class World
{
    internal ConcurrentDictionary<Waiter, byte> Waiters { get; } = new();

    private volatile IFrame? _frame;

    // raised by the message loop of the connection
    internal void SetContext(IFrame? frame)
    {
        _frame = frame;
        if (frame != null)
        {
            foreach (var waiter in Waiters.Keys)
            {
                _ = waiter.Rerun(frame);
            }
        }
    }

    internal async Task<bool> WaitForAsync(string script)
    {
        var waiter = new Waiter(this, script);
        var frame = _frame;
        if (frame != null)
            await waiter.Rerun(frame).ConfigureAwait(false);
        return await waiter.Task.ConfigureAwait(false);
    }
}
