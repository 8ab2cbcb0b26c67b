namespace Real.StratisCoinCache;

public sealed class CoinEntry { public string? Output; public bool Exists; }
public interface ICoinStore { Task<Dictionary<string, string>> FetchAsync(string[] ids, CancellationToken ct); Task SaveAsync(IReadOnlyCollection<CoinEntry> entries); }

public sealed class CachedCoins
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, CoinEntry> _entries = [];
    private readonly ICoinStore _inner;

    public CachedCoins(ICoinStore inner) => _inner = inner;

    public async Task<string?[]> FetchAsync(string[] ids, CancellationToken ct)
    {
        var outputs = new string?[ids.Length];
        var missed = new List<int>();

        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            for (var i = 0; i < ids.Length; i++)
            {
                if (_entries.TryGetValue(ids[i], out var entry))
                    outputs[i] = entry.Output;
                else
                    missed.Add(i);
            }

            var fetched = await _inner.FetchAsync(missed.Select(i => ids[i]).ToArray(), ct).ConfigureAwait(false);
            foreach (var i in missed)
            {
                fetched.TryGetValue(ids[i], out var output);
                outputs[i] = output;
                _entries.Add(ids[i], new CoinEntry { Output = output, Exists = output is not null });
            }
        }
        finally
        {
            _gate.Release();
        }
        return outputs;
    }

    public async Task FlushAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await _inner.SaveAsync(_entries.Values.ToArray()).ConfigureAwait(false);
            _entries.Clear();
        }
        finally
        {
            _gate.Release();
        }
    }
}
