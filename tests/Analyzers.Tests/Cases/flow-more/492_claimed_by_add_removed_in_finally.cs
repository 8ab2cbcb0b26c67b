// truth: safe
// why: adding the key succeeds for one caller, who does the whole update alone
// checked: 0 of 4 schedules violate

namespace Case_492;

public sealed class Importer(Func<string, Task<int>> import)
{
    private readonly HashSet<string> _active = [];
    private readonly Dictionary<string, int> _rows = new();
    public int Rows(string file) => _rows[file];

    public async Task ImportAsync(string file)
    {
        if (!_active.Add(file)) return;
        try
        {
            var rows = _rows.GetValueOrDefault(file);
            rows += await import(file);
            _rows[file] = rows;
        }
        finally { _active.Remove(file); }
    }
}
