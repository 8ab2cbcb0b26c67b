// truth: safe
// why: who was cancelled by the next call does not store
// checked: 0 of 6 schedules violate

namespace Case_496;

public sealed class Preview(Func<string, CancellationToken, Task<string>> render)
{
    private CancellationTokenSource? _current;
    private string _shown = "";
    public string Shown => _shown;

    public async Task ShowAsync(string text)
    {
        _current?.Cancel();
        var mine = _current = new CancellationTokenSource();
        var result = await render(text, mine.Token);
        if (mine.IsCancellationRequested) return;
        _shown = result;
    }
}
