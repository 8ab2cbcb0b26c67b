// truth: racy
// why: the batch that could not be sent is put back over the one that has grown meanwhile
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_528;

public sealed class Telemetry(Func<List<string>, Task> send)
{
    private List<string> _batch = [];
    public int Waiting => _batch.Count;
    public void Add(string line) => _batch.Add(line);

    public async Task FlushAsync()
    {
        var batch = Interlocked.Exchange(ref _batch, []);
        try { await send(batch); }
        catch (IOException)
        {
            _batch = batch; // RACE: what was added during the wait is lost
        }
    }
}
