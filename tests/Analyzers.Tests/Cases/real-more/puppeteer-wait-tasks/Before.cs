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
        _world.Waiters.Add(this);
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
            _world.Waiters.Remove(this); // BUG: Waiters
        }
    }
}

internal sealed class World
{
    internal List<Waiter> Waiters { get; set; } = new();

    private IFrame? _frame;

    // raised by the message loop of the connection
    internal void SetContext(IFrame? frame)
    {
        _frame = frame;
        if (frame != null)
        {
            foreach (var waiter in Waiters) // BUG: Waiters
            {
                _ = waiter.Rerun(frame);
            }
        }
    }

    internal async Task<bool> WaitForAsync(string script)
    {
        var waiter = new Waiter(this, script);
        if (_frame != null)
            await waiter.Rerun(_frame).ConfigureAwait(false);
        return await waiter.Task.ConfigureAwait(false);
    }
}
