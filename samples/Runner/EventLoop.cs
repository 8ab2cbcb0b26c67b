using System.Collections.Concurrent;

namespace Samples.Runner;

/// <summary>
/// Runs an asynchronous program on one thread, as a UI or an asyncio program runs: what follows an await waits in a queue until
/// the thread is free. So a sample prints the same on every run, and what it shows needs no second thread. The samples wait with
/// <c>Task.Yield()</c>, which queues up behind everybody who waits already, where a real program waits for a disk or a network.
/// </summary>
internal sealed class EventLoop : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    /// <summary>Runs the program to its end and throws what it throws.</summary>
    public static void Run(Func<Task> program)
    {
        var before = Current;
        var loop = new EventLoop();
        SetSynchronizationContext(loop);
        try
        {
            var running = program();
            running.ContinueWith(_ => loop._queue.CompleteAdding(), TaskScheduler.Default);
            foreach (var (callback, state) in loop._queue.GetConsumingEnumerable())
                callback(state);
            running.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback callback, object? state) => _queue.Add((callback, state));
}
