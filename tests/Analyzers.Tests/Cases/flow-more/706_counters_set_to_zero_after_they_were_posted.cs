// truth: racy
// why: what is counted during the post is lost
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_706;

public sealed class Meters(Func<string, int, Task> post)
{
    private readonly Dictionary<string, int> _counts = new();
    public void Hit(string key) => _counts[key] = _counts.GetValueOrDefault(key) + 1;
    public int Pending(string key) => _counts.GetValueOrDefault(key);

    public async Task PostAsync()
    {
        foreach (var (key, count) in _counts.ToList())
        {
            if (count == 0) continue;
            await post(key, count);
            _counts[key] = 0; // RACE: hits during the post
        }
    }
}
