// truth: racy
// why: the lambdas share a local of the constructor, which lives as long as they do
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_523;

public sealed class Accrual
{
    private readonly Func<int, Task> _add;
    private readonly Func<int> _total;

    public Accrual(Func<int, Task<int>> price)
    {
        var total = 0;
        _add = async item => { total += await price(item); }; // RACE: the total of before the price
        _total = () => total;
    }

    public int Total => _total();
    public Task AddAsync(int item) => _add(item);
}
