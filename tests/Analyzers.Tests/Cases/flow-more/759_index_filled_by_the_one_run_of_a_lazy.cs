// truth: safe
// why: the load is the value of a lazy task: it runs once, and all others wait for it
// checked: 0 of 8 schedules violate

namespace Case_759;

public sealed class Index
{
    private readonly Lazy<Task> _load;
    private readonly Func<int, Task<string[]>> _page;
    private readonly Dictionary<string, int> _counts = new();
    private int _pages;

    public Index(Func<int, Task<string[]>> page)
    {
        _page = page;
        _load = new Lazy<Task>(LoadAsync);
    }

    public int Pages => _pages;

    public async Task<int> CountAsync(string word)
    {
        await _load.Value;
        return _counts.GetValueOrDefault(word);
    }

    private async Task LoadAsync()
    {
        while (true)
        {
            var number = _pages;
            var words = await _page(number);
            if (words.Length == 0) break;
            foreach (var word in words) _counts[word] = _counts.GetValueOrDefault(word) + 1;
            _pages = number + 1;
        }
    }
}
