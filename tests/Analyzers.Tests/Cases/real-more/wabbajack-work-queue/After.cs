using System.Collections.Concurrent;

namespace Real.WabbajackWorkQueue;

public sealed record WorkerStatus(int Worker, string Message, int Percent);

public sealed class WorkQueue : IDisposable
{
    private readonly BlockingCollection<Func<Task>> _work = [];

    private static readonly AsyncLocal<int> s_worker = new();
    private static readonly AsyncLocal<WorkQueue?> s_current = new();

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
        s_current.Value?.Status?.Invoke(new WorkerStatus(s_worker.Value, message, percent));
    }

    private async Task BodyAsync(int index)
    {
        s_worker.Value = index;
        s_current.Value = this;

        foreach (var work in _work.GetConsumingEnumerable())
        {
            Report("Working", 0);
            await work();
            Report("Idle", 100);
        }
    }

    public void Dispose() => _work.CompleteAdding();
}
