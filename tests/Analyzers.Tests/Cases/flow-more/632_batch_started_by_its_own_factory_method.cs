// truth: safe
// why: each import has a batch of its own, which its factory method makes
// checked: 0 of 10 schedules violate

namespace Case_632;

public sealed class Batch
{
    private Batch() { }
    public int Rows { get; set; }
    public List<string> Errors { get; } = [];
    public static Batch Start() => new();
}

public sealed class Importer(Func<string, Task<bool>> import)
{
    public async Task<Batch> ImportAsync(IEnumerable<string> rows)
    {
        var batch = Batch.Start();
        foreach (var row in rows)
        {
            var number = batch.Rows;
            if (!await import(row))
            {
                batch.Errors.Add($"{number}: {row}");
                continue;
            }
            batch.Rows = number + 1;
        }
        return batch;
    }
}
