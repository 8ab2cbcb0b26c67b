using System.Collections.Concurrent;

namespace Real.WabbajackWorkQueue;

public sealed record WorkerStatus(int Worker, string Message, int Percent);

public sealed class WorkQueue : IDisposable
{
    private readonly BlockingCollection<Func<Task>> _work = [];

    [ThreadStatic] private static int t_worker;
    [ThreadStatic] private static WorkQueue? t_current;

    public WorkQueue(int workers)
    {
        for (var i = 0; i < workers; i++)
        {
            var index = i;
            new Thread(() => BodyAsync(index).Wait()) { IsBackground = true }.Start();
        }
    }

    public event Action<WorkerStatus>? Status;

    public void Enqueue(Func<Task> work) => _work.Add(work);

    public static void Report(string message, int percent)
    {
        t_current?.Status?.Invoke(new WorkerStatus(t_worker, message, percent)); // BUG: t_worker
    }

    private async Task BodyAsync(int index)
    {
        t_worker = index; // BUG: t_worker
        t_current = this; // BUG: t_current

        foreach (var work in _work.GetConsumingEnumerable())
        {
            Report("Working", 0);
            await work();
            Report("Idle", 100);
        }
    }

    public void Dispose() => _work.CompleteAdding();
}
