// truth: safe
// why: who does not get the id leaves; the progress of an id has one writer at a time
// checked: 0 of 4 schedules violate

namespace Case_534;

public sealed class Copier(Func<int, int, Task<int>> copy)
{
    private readonly HashSet<int> _active = [];
    private readonly Dictionary<int, int> _progress = [];
    public int Of(int id) => _progress.GetValueOrDefault(id);
    public int Runs;
    private bool Mark(int id) => _active.Add(id);
    private bool TryClaim(int id) => Mark(id);

    public async Task CopyAsync(int id)
    {
        if (!TryClaim(id)) return;
        try
        {
            Runs++;
            var at = _progress.GetValueOrDefault(id);
            var n = await copy(id, at);
            _progress[id] = at + n;
        }
        finally { _active.Remove(id); }
    }
}
