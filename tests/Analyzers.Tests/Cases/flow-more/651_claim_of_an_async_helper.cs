// truth: safe
// why: the helper waits first and then claims in one step; the work of one id does not meet itself
// checked: 0 of 14 schedules violate

namespace Case_651;

public sealed class Exporter(Func<string, Task> log, Func<string, Task> export)
{
    private readonly HashSet<string> _running = [];
    private readonly Dictionary<string, int> _done = [];
    public int Done(string id) => _done.GetValueOrDefault(id);

    public async Task ExportAsync(string id)
    {
        if (!await ClaimAsync(id)) return;
        try
        {
            var done = _done.GetValueOrDefault(id);
            await export(id);
            _done[id] = done + 1;
        }
        finally
        {
            _running.Remove(id);
        }
    }

    private async Task<bool> ClaimAsync(string id)
    {
        await log(id);
        return _running.Add(id);
    }
}
