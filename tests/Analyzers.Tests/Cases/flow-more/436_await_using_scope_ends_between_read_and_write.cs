// truth: racy
// why: the only wait is the hidden DisposeAsync at the end of the block
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_436;

public sealed class Scope(Func<Task> end) : IAsyncDisposable { public ValueTask DisposeAsync() => new(end()); }

public sealed class Sum(Func<Task> end)
{
    private int _sum;
    public int Value => _sum;

    public async Task AddAsync(int n)
    {
        int next;
        await using (new Scope(end))
        {
            next = _sum + n;
        }
        _sum = next; // RACE: the block is left with a wait
    }
}
