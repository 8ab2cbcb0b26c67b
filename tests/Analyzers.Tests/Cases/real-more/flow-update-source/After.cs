namespace Real.FlowUpdateSource;

public interface ISearch { Task<IReadOnlyList<string>> QueryAsync(string text, CancellationToken ct); }

public class SearchViewModel
{
    private readonly ISearch _search;
    private CancellationTokenSource? _source;
    private CancellationToken _token;

    public SearchViewModel(ISearch search) => _search = search;

    public IReadOnlyList<string> Results { get; private set; } = [];
    public bool Searching { get; private set; }

    public async void OnTextChanged(string text)
    {
        _source?.Cancel();
        await QueryAsync(text);
    }

    public async Task QueryAsync(string text)
    {
        if (text.Length == 0)
        {
            Results = [];
            return;
        }

        var source = new CancellationTokenSource();
        var old = Interlocked.Exchange(ref _source, source);
        _token = source.Token;
        old?.Dispose();

        var token = _token;
        Searching = true;
        await Task.Run(async () =>
        {
            if (token.IsCancellationRequested)
                return;
            var found = await _search.QueryAsync(text, token).ConfigureAwait(false);
            if (!token.IsCancellationRequested)
                Results = found;
        });
        Searching = false;
    }

    public void Cancel() => _source?.Cancel();
}
