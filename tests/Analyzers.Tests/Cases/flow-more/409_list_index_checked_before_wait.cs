// truth: racy
// why: the rows are removed while the access is checked, and the index is out of range
// checked: 1 of 3 schedules violate (threw ArgumentOutOfRangeException)

namespace Case_409;

public sealed class Table(Func<int, Task<bool>> mayRead)
{
    private readonly List<string> _rows = ["only"];
    public void Shrink() => _rows.RemoveAt(_rows.Count - 1);

    public async Task<string?> RowAsync(int index)
    {
        if (index >= _rows.Count) return null;
        if (!await mayRead(index)) return null;
        return _rows[index]; // RACE: the index was compared before the wait
    }
}
