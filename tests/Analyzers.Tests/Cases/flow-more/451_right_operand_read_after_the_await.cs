// truth: safe
// why: operands are evaluated from left to right: the field is read after the await
// checked: 0 of 6 schedules violate

namespace Case_451;

public sealed class Sum(Func<Task<int>> next)
{
    private int _sum;
    public int Value => _sum;
    public async Task AddAsync() { _sum = await next() + _sum; }
}
