namespace Real.EventstoreFloodBatch;

public sealed record EventData(Guid Id, string Type, byte[] Data);
public interface IStoreClient { Task AppendAsync(string stream, EventData[] events); }

internal sealed class WriteFlood
{
    private readonly IStoreClient _client;
    private readonly int _capacity;

    public WriteFlood(IStoreClient client, int capacity)
    {
        _client = client;
        _capacity = capacity;
    }

    public async Task RunAsync(long count, int batchSize, string[] streams)
    {
        var pending = new List<Task>(_capacity);
        for (var j = 0L; j < count; ++j)
        {
            var events = new EventData[batchSize];
            for (var q = 0; q < batchSize; q++)
            {
                events[q] = new EventData(Guid.NewGuid(), "TakeSomeSpace", new byte[100]);
            }

            pending.Add(_client.AppendAsync(streams[j % streams.Length], events));
            if (pending.Count == _capacity)
            {
                await Task.WhenAll(pending).ConfigureAwait(false);
                pending.Clear();
            }
        }

        await Task.WhenAll(pending).ConfigureAwait(false);
    }
}
