// truth: racy
// why: the delegate on the left is read before the other one is made
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_616;

public sealed class Hooks(Func<Task<Action>> make)
{
    private Action? _all;

    public async Task AddAsync()
    {
        _all = _all + await make(); // RACE: a hook that was added meanwhile is lost
    }

    public void Run() => _all?.Invoke();
}
