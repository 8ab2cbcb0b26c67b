// truth: safe
// why: the sum is read again after the scope has ended
// checked: 0 of 6 schedules violate

namespace Case_476;

public sealed class Scope(Func<Task> end) : IAsyncDisposable { public ValueTask DisposeAsync() => new(end()); }

public sealed class Sum(Func<Task> end)
{
    private int _sum;
    public int Value => _sum;
    public int Before { get; private set; }

    public async Task AddAsync(int n)
    {
        await using (new Scope(end))
        {
            Before = _sum;
        }
        _sum += n;
    }
}
