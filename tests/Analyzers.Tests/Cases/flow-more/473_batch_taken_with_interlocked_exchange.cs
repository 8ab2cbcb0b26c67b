// truth: safe
// why: the exchange hands the batch to one caller
// checked: 0 of 20 schedules violate

namespace Case_473;

public sealed class Batch { public readonly List<int> Items = []; public int Sent; }

public sealed class Batcher(Func<int, Task> send)
{
    private Batch? _batch = new();
    public void Add(int item) => (_batch ??= new()).Items.Add(item);

    public async Task FlushAsync()
    {
        var batch = Interlocked.Exchange(ref _batch, null);
        if (batch is null) return;
        foreach (var item in batch.Items)
        {
            var sent = batch.Sent;
            await send(item);
            batch.Sent = sent + 1;
        }
    }
}
