// truth: safe
// needs: a newer compiler
// why: the task is stored before anybody waits for it
// checked: 0 of 4 schedules violate

namespace Case_654;

public sealed class Host(Func<Task<string>> load)
{
    public int Loads { get; private set; }
    private Task<string> Configuration => field ??= LoadAsync();

    public async Task<int> LengthAsync() => (await Configuration).Length;

    private async Task<string> LoadAsync()
    {
        Loads++;
        var text = await load();
        return text.Trim();
    }
}
