// truth: safe
// why: the lazy value is replaced only when it is still the one that failed
// checked: 0 of 4 schedules violate

namespace Case_487;

public sealed class Config(Func<Task<int>> load)
{
    private Lazy<Task<int>> _value = new(load);

    public async Task<int> GetAsync()
    {
        var lazy = Volatile.Read(ref _value);
        try { return await lazy.Value; }
        catch (IOException)
        {
            Interlocked.CompareExchange(ref _value, new Lazy<Task<int>>(load), lazy);
            return -1;
        }
    }
}
