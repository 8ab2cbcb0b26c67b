// truth: safe
// why: the full list is taken out under the lock, and saved by who took it
// checked: 0 of 96 schedules violate

namespace Case_643;

public sealed class RowBuffer(int size, Func<List<string>, Task> save)
{
    private readonly Lock _sync = new();
    private List<string> _rows = [];

    public async Task AddAsync(string row)
    {
        List<string> full;
        lock (_sync)
        {
            _rows.Add(row);
            if (_rows.Count < size) return;
            full = _rows;
            _rows = [];
        }
        await save(full);
        full.Clear();
    }
}
