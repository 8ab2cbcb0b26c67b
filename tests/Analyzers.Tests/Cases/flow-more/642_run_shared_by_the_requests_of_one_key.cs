// truth: safe
// why: one lazy run for each key, which takes itself out at the end
// checked: 0 of 4 schedules violate

using System.Collections.Concurrent;

namespace Case_642;

public sealed class Renderer(Func<string, Task<string>> render)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _runs = new();
    private int _rendered;
    public int Rendered => _rendered;

    public Task<string> RenderAsync(string page) =>
        _runs.GetOrAdd(page, p => new Lazy<Task<string>>(() => RunAsync(p))).Value;

    private async Task<string> RunAsync(string page)
    {
        try
        {
            var html = await render(page);
            Interlocked.Increment(ref _rendered);
            return html;
        }
        finally
        {
            _runs.TryRemove(page, out _);
        }
    }
}
