namespace Real.DurabletaskDeleteReceipt;

public sealed record QueueEntry(string Id, string Receipt);
public sealed class ReceiptMismatchException : Exception;
public interface IQueueStore { Task DeleteAsync(QueueEntry entry); Task<QueueEntry> RenewAsync(QueueEntry entry, TimeSpan visible); }

public sealed class WorkMessage
{
    public WorkMessage(QueueEntry entry) => Entry = entry;
    public QueueEntry Entry { get; private set; }
    public void Update(QueueEntry entry) => Entry = entry;
}

public class WorkQueue
{
    private readonly IQueueStore _store;

    public WorkQueue(IQueueStore store) => _store = store;

    public async Task RunAsync(WorkMessage message, Func<Task> work)
    {
        using var done = new CancellationTokenSource();
        var renewal = RenewUntilAsync(message, done.Token);
        await work().ConfigureAwait(false);
        await DeleteAsync(message).ConfigureAwait(false);
        done.Cancel();
        await renewal.ConfigureAwait(false);
    }

    private async Task RenewUntilAsync(WorkMessage message, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(20)).ConfigureAwait(false);
            message.Update(await _store.RenewAsync(message.Entry, TimeSpan.FromMinutes(1)).ConfigureAwait(false));
        }
    }

    public async Task DeleteAsync(WorkMessage message)
    {
        var entry = message.Entry;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await _store.DeleteAsync(entry).ConfigureAwait(false); // BUG: entry, read before the first attempt
                return;
            }
            catch (ReceiptMismatchException) when (attempt == 0)
            {
                await Task.Yield();
            }
        }
    }
}
