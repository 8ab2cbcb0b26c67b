// truth: safe
// why: the task goes into the dictionary before anybody waits
// checked: 0 of 4 schedules violate

namespace Case_461;

public sealed class Assets(Func<string, Task<string>> load)
{
    private readonly Dictionary<string, Task<string>> _tasks = new();

    public async Task<string> GetAsync(string name)
    {
        if (!_tasks.TryGetValue(name, out var task))
            _tasks[name] = task = load(name);
        return await task;
    }
}
