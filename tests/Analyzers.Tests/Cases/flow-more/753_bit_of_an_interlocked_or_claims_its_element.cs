// truth: safe
// why: who sets the bit is alone with the element until the bit is cleared
// checked: 0 of 4 schedules violate

namespace Case_753;

public sealed class Rows(int count, Func<int, Task<int>> compute)
{
    private readonly int[] _values = new int[count];
    private int _busy;
    public int this[int row] => _values[row];

    public async Task<bool> AdvanceAsync(int row)
    {
        var bit = 1 << row;
        if ((Interlocked.Or(ref _busy, bit) & bit) != 0) return false;
        try
        {
            var value = _values[row];
            _values[row] = value + await compute(value);
            return true;
        }
        finally
        {
            Interlocked.And(ref _busy, ~bit);
        }
    }
}
