// truth: racy
// why: reader and writer are helpers of the base class, two calls deep
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_503;

public abstract class Store
{
    private int _rows;
    public int Count => _rows;
    protected int Rows() => Get();
    protected void SetRows(int rows) => Put(rows);
    private int Get() => _rows;
    private void Put(int rows) => _rows = rows;
}

public sealed class Table(Func<Task> write) : Store
{
    public async Task InsertAsync()
    {
        var rows = Rows();
        await write();
        SetRows(rows + 1); // RACE: number of rows of before the write
    }
}
