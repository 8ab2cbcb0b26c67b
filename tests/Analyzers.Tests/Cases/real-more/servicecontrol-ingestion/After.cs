using System.Threading.Channels;

namespace Real.ServicecontrolIngestion;

public sealed record FailedMessage(string Id, byte[] Body)
{
    public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

public interface IFailedMessageStore { Task StoreAsync(IReadOnlyList<FailedMessage> batch, CancellationToken ct); }

public sealed class Ingestion
{
    private readonly Channel<FailedMessage> _channel = Channel.CreateBounded<FailedMessage>(100);
    private readonly IFailedMessageStore _store;

    public Ingestion(IFailedMessageStore store) => _store = store;

    public async Task OnMessageAsync(FailedMessage message, CancellationToken ct)
    {
        await using var canceled = ct.Register(() => message.Done.TrySetCanceled(ct));
        await _channel.Writer.WriteAsync(message, ct);
        await message.Done.Task;
    }

    public async Task ExecuteAsync(CancellationToken ct)
    {
        var batch = new List<FailedMessage>();
        try
        {
            while (await _channel.Reader.WaitToReadAsync(ct))
            {
                while (batch.Count < 50 && _channel.Reader.TryRead(out var message))
                    batch.Add(message);
                try
                {
                    await _store.StoreAsync(batch, ct);
                    foreach (var message in batch)
                        message.Done.TrySetResult(true);
                }
                catch (IOException e)
                {
                    foreach (var message in batch)
                        message.Done.TrySetException(e);
                }
                batch.Clear();
            }
        }
        finally
        {
            _channel.Writer.TryComplete();
        }
    }
}
