// truth: safe
// why: the index is taken and counted on before the wait; each call has its own slot
// checked: 0 of 6 schedules violate

namespace Case_452;

public sealed class Results(Func<Task<int>> load)
{
    private readonly int[] _results = new int[4];
    private int _count;
    public int Sum => _results.Sum();
    public async Task LoadAsync() { _results[_count++] = await load(); }
}
