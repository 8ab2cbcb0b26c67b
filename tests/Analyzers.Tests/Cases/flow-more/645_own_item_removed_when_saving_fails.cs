// truth: safe
// why: the very item that was added is removed again, wherever it stands by then
// checked: 0 of 6 schedules violate

namespace Case_645;

public sealed class Tasks(Func<string, Task> save)
{
    private readonly List<string> _open = [];
    public IReadOnlyList<string> Open => _open;

    public async Task<bool> AddAsync(string title)
    {
        _open.Add(title);
        try
        {
            await save(title);
            return true;
        }
        catch (IOException)
        {
            _open.Remove(title);
            return false;
        }
    }
}
