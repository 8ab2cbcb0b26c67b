// truth: racy
// why: who loses the exchange drops what it has built
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_512;

public sealed record Names(string All);

public sealed class Book(Func<string, Task<string>> check)
{
    private Names _names = new("");
    public string All => _names.All;

    public async Task AddAsync(string name)
    {
        var old = _names;
        var next = new Names(old.All + await check(name));
        Interlocked.CompareExchange(ref _names, next, old); // RACE: nobody looks whether it was stored
    }
}
