public sealed class G20_SearchIndex
{
    private readonly Dictionary<string, int> _hits = new();

    public async Task<IReadOnlyDictionary<string, int>> BuildAsync(string titles, string bodies)
    {
        var first = Task.Run(() => IndexAsync(titles));
        var second = Task.Run(() => IndexAsync(bodies));
        foreach (var part in await Task.WhenAll(first, second))
        {
            foreach (var (word, number) in part)
                _hits[word] = _hits.GetValueOrDefault(word) + number;
        }
        return _hits;
    }

    private static async Task<Dictionary<string, int>> IndexAsync(string path)
    {
        var hits = new Dictionary<string, int>();
        foreach (var word in (await File.ReadAllTextAsync(path)).Split(' '))
        {
            hits.TryGetValue(word, out var count);
            hits[word] = count + 1;
        }
        return hits;
    }
}

public sealed class G21_Deposit
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Func<decimal, Task> _book;
    private decimal _sum;

    public G21_Deposit(Func<decimal, Task> book) => _book = book;

    public async Task PutAsync(decimal amount)
    {
        await _gate.WaitAsync();
        try
        {
            await ChangeAsync(amount);
        }
        finally { _gate.Release(); }
    }

    public async Task<decimal> TakeAllAsync()
    {
        await _gate.WaitAsync();
        try
        {
            var all = _sum;
            await ChangeAsync(-all);
            return all;
        }
        finally { _gate.Release(); }
    }

    private async Task ChangeAsync(decimal by)
    {
        var before = _sum;
        await _book(by);
        _sum = before + by;
    }
}

public sealed class G22_Outbox
{
    private readonly object _queueLock = new();
    private readonly object _statsLock = new();
    private readonly List<string> _pending = new();
    private int _flushed;

    public void Put(string mail)
    {
        lock (_queueLock)
            _pending.Add(mail);
    }

    public bool Cancel(string mail)
    {
        lock (_queueLock)
            return _pending.Remove(mail);
    }

    public int Count { get { lock (_queueLock) return _pending.Count; } }

    public async Task FlushAsync(Func<string[], Task> send)
    {
        string[] batch;
        lock (_queueLock)
        {
            batch = _pending.ToArray();
            _pending.Clear();
        }
        await send(batch);
        lock (_statsLock)
            _flushed += batch.Length;
    }

    public int Flushed { get { lock (_statsLock) return _flushed; } }
}

public sealed class G23_AuditWriter
{
    private readonly StreamWriter _out;

    public G23_AuditWriter(Stream target) => _out = new StreamWriter(target);

    public async Task RecordAsync(string user, Task<string> action)
    {
        var head = _out.WriteLineAsync(DateTime.UtcNow.ToString("O") + " " + user);
        await Task.WhenAll(head, action);
        await _out.WriteLineAsync(await action);
        await _out.FlushAsync();
    }
}

public sealed class G24_Report
{
    public async Task<long[]> CountRowsAsync(DbDataSource source, IEnumerable<string> tables)
    {
        return await Task.WhenAll(tables.Select(table => CountAsync(source, table)));
    }

    private static async Task<long> CountAsync(DbDataSource source, string table)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from " + table;
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }
}

public sealed class G25_Heartbeat
{
    public static async Task RunAsync(HttpClient http, Action<int> report, CancellationToken stop)
    {
        var misses = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stop))
        {
            var before = misses;
            using var answer = await http.GetAsync("/alive", stop);
            misses = answer.IsSuccessStatusCode ? 0 : before + 1;
            report(misses);
        }
    }
}
