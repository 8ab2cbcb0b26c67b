// truth: safe
// why: the number is taken in one step before the wait
// checked: 0 of 6 schedules violate

namespace Case_485;

public interface ISequence { Task<int> NextAsync(); }

public sealed class Sequence(Func<int, Task> save) : ISequence
{
    private int _next;

    async Task<int> ISequence.NextAsync()
    {
        var mine = _next;
        _next = mine + 1;
        await save(mine);
        return mine;
    }
}
