// truth: safe
// why: the result is stored only when nothing has changed since it was computed
// checked: 0 of 6 schedules violate

namespace Case_457;

public sealed class Optimistic(Func<int, Task<int>> compute)
{
    private int _value, _version;
    public int Value => _value;

    public async Task UpdateAsync()
    {
        while (true)
        {
            var version = _version;
            var next = await compute(_value);
            if (version != _version) continue;
            _value = next;
            _version++;
            return;
        }
    }
}
