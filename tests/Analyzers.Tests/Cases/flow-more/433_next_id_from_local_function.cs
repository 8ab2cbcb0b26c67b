// truth: racy
// why: the next id is computed before the save and stored after it
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_433;

public sealed class Ids(Func<int, Task> save)
{
    private int _last;

    public async Task<int> NewAsync()
    {
        int Next() => _last + 1;
        var id = Next();
        await save(id);
        _last = id; // RACE: computed before the wait
        return id;
    }
}
