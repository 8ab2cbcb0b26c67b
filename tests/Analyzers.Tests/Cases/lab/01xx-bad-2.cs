public static class B13_PriceList
{
    private static readonly Dictionary<string, decimal> Prices = new();

    public static decimal? Find(string article)
    {
        lock (Prices)
            return Prices.TryGetValue(article, out var price) ? price : null;
    }

    public static async Task ReloadAsync(Func<IAsyncEnumerable<(string, decimal)>> load)
    {
        lock (Prices)
            Prices.Clear();
        await foreach (var (article, price) in load())
        {
            lock (Prices)
                Prices[article] = price; // BUG: ASA0103
        }
    }
}

public sealed class B14_Tracker
{
    private readonly Func<double, double, Task> _store;
    private double _latitude;
    private double _longitude;

    public B14_Tracker(Func<double, double, Task> store) => _store = store;

    public static void Register(IServiceCollection services) => services.AddSingleton(typeof(B14_Tracker));

    public (double, double) Position => (_latitude, _longitude);

    public void Reset()
    {
        _latitude = 0;
        _longitude = 0;
    }

    public async Task MoveAsync(double latitude, double longitude)
    {
        _latitude = latitude;
        await _store(latitude, longitude);
        _longitude = longitude; // BUG: ASA0103
    }
}

public sealed class B15_Basket
{
    private readonly Totals _totals = new();

    public async Task<decimal> SettleAsync(IEnumerable<decimal> lines)
    {
        var work = new List<Task>();
        foreach (var line in lines)
            work.Add(AddLineAsync(line));
        await Task.WhenAll(work);
        return _totals.Net;
    }

    private async Task AddLineAsync(decimal price)
    {
        _totals.Net += price;
        await Task.Delay(10);
        _totals.Net *= 0.98m; // BUG: ASA0103
    }

    private sealed class Totals { public decimal Net { get; set; } }
}

public sealed class B16_Hub
{
    private readonly List<Func<string, Task>> _listeners = new();

    public static void Register(IServiceCollection services) => services.AddSingleton<B16_Hub>();

    public void Subscribe(Func<string, Task> listener) => _listeners.Add(listener);

    public void Unsubscribe(Func<string, Task> listener) => _listeners.Remove(listener);

    public async Task PublishAsync(string news)
    {
        foreach (var listener in _listeners) // BUG: ASA0104
            await listener(news);
    }
}

public sealed class B17_Sessions : IDisposable
{
    private readonly Dictionary<Guid, WebSocket> _sockets = new();
    private readonly System.Timers.Timer _ping = new(30_000);

    public B17_Sessions()
    {
        _ping.Elapsed += async (_, _) => await PingAllAsync();
        _ping.Start();
    }

    public void Join(Guid id, WebSocket socket) => _sockets[id] = socket;

    public void Leave(Guid id) => _sockets.Remove(id);

    private async Task PingAllAsync()
    {
        foreach (var (_, socket) in _sockets) // BUG: ASA0104
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, CancellationToken.None);
    }

    public void Dispose() => _ping.Dispose();
}

public sealed class B18_WordCount
{
    public async Task<int> CountAsync(IEnumerable<string> files)
    {
        var words = 0;
        await Task.WhenAll(files.Select(async file =>
        {
            var text = await File.ReadAllTextAsync(file);
            words += text.Split(' ').Length; // BUG: ASA0105
        }));
        return words;
    }
}

public sealed class B19_Thumbnails
{
    public async Task<IReadOnlyList<string>> MakeAsync(IReadOnlyCollection<string> images, CancellationToken stop)
    {
        var failed = new List<string>();
        await Parallel.ForEachAsync(images, stop, async (image, token) =>
        {
            try
            {
                var bytes = await File.ReadAllBytesAsync(image, token);
                await File.WriteAllBytesAsync(image + ".small", bytes[..Math.Min(bytes.Length, 512)], token);
            }
            catch (IOException)
            {
                failed.Add(image); // BUG: ASA0105
            }
        });
        return failed;
    }
}

public sealed class B20_SearchIndex
{
    private readonly Dictionary<string, int> _hits = new();

    public async Task<IReadOnlyDictionary<string, int>> BuildAsync(string titles, string bodies)
    {
        var first = Task.Run(() => IndexAsync(titles));
        var second = Task.Run(() => IndexAsync(bodies));
        await Task.WhenAll(first, second);
        return _hits;
    }

    private async Task IndexAsync(string path)
    {
        foreach (var word in (await File.ReadAllTextAsync(path)).Split(' '))
        {
            _hits.TryGetValue(word, out var count);
            _hits[word] = count + 1; // BUG: ASA0105
        }
    }
}

public sealed class B21_Deposit
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Func<decimal, Task> _book;
    private decimal _sum;

    public B21_Deposit(Func<decimal, Task> book) => _book = book;

    public async Task PutAsync(decimal amount)
    {
        await _gate.WaitAsync();
        try
        {
            await _book(amount);
            _sum += amount;
        }
        finally { _gate.Release(); }
    }

    public async Task<decimal> TakeAllAsync()
    {
        await _gate.WaitAsync();
        try
        {
            var all = _sum;
            await _book(-all);
            _sum = 0;
            return all;
        }
        finally { _gate.Release(); }
    }

    public async Task ChargeFeeAsync(decimal fee)
    {
        await _book(-fee);
        _sum -= fee; // BUG: ASA0106
    }
}

public sealed class B22_Outbox
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
        lock (_statsLock)
        {
            batch = _pending.ToArray(); // BUG: ASA0106
            _pending.Clear();
            _flushed += batch.Length;
        }
        await send(batch);
    }

    public int Flushed { get { lock (_statsLock) return _flushed; } }
}

public sealed class B23_AuditWriter
{
    private readonly StreamWriter _out;

    public B23_AuditWriter(Stream target) => _out = new StreamWriter(target);

    public async Task RecordAsync(string user, string action)
    {
        var head = _out.WriteLineAsync(DateTime.UtcNow.ToString("O") + " " + user);
        var body = _out.WriteLineAsync(action); // BUG: ASA0107
        await Task.WhenAll(head, body);
        await _out.FlushAsync();
    }
}

public sealed class B24_Report
{
    public async Task<long[]> CountRowsAsync(DbConnection connection, IEnumerable<string> tables)
    {
        await connection.OpenAsync();
        return await Task.WhenAll(tables.Select(table => CountAsync(connection, table)));
    }

    private static async Task<long> CountAsync(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from " + table;
        return Convert.ToInt64(await command.ExecuteScalarAsync()); // BUG: ASA0107
    }
}

public sealed class B25_Heartbeat
{
    public static IDisposable Start(HttpClient http, Action<int> report)
    {
        var misses = 0;
        return new Timer(async _ =>
        {
            var before = misses;
            using var answer = await http.GetAsync("/alive");
            misses = answer.IsSuccessStatusCode ? 0 : before + 1; // BUG: ASA0101
            report(misses);
        }, null, 0, 1000);
    }
}
