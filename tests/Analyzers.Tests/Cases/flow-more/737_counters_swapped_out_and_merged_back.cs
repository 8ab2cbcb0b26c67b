// truth: safe
// why: the counters are taken out before the post, and added to what came meanwhile when it fails
// checked: 0 of 30 schedules violate

namespace Case_737;

public sealed class Meters(Func<Dictionary<string, int>, Task> post)
{
    private Dictionary<string, int> _counts = new();
    public void Hit(string key) => _counts[key] = _counts.GetValueOrDefault(key) + 1;
    public int Pending(string key) => _counts.GetValueOrDefault(key);

    public async Task PostAsync()
    {
        var counts = _counts;
        _counts = new Dictionary<string, int>();
        try
        {
            await post(counts);
        }
        catch (IOException)
        {
            foreach (var (key, count) in counts)
                _counts[key] = _counts.GetValueOrDefault(key) + count;
        }
    }
}
