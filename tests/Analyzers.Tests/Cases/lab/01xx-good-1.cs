public sealed class G01_UploadMeter
{
    private readonly HttpClient _http;
    private long _sent;

    public G01_UploadMeter(HttpClient http) => _http = http;

    public async Task<long> UploadAllAsync(IReadOnlyList<string> paths)
    {
        await Task.WhenAll(paths.Select(CountAsync));
        return Interlocked.Read(ref _sent);
    }

    private async Task CountAsync(string path)
    {
        var length = await UploadAsync(path);
        Interlocked.Add(ref _sent, length);
    }

    private async Task<long> UploadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        using var answer = await _http.PutAsync("/files/" + Path.GetFileName(path), new StreamContent(file));
        return answer.IsSuccessStatusCode ? file.Length : 0;
    }
}

public sealed class G02_Wallet
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IGateway _gateway;
    private decimal _balance;

    public G02_Wallet(IGateway gateway) => _gateway = gateway;

    public interface IGateway { Task<bool> ChargeAsync(decimal amount); }

    public static void Register(IServiceCollection services) => services.AddSingleton<G02_Wallet>();

    public async Task<bool> PayAsync(decimal amount)
    {
        await _gate.WaitAsync();
        try
        {
            var before = _balance;
            if (!await _gateway.ChargeAsync(amount))
                return false;
            _balance = before - amount;
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task TopUpAsync(decimal amount)
    {
        await _gate.WaitAsync();
        try { _balance += amount; }
        finally { _gate.Release(); }
    }
}

public static class G03_Journal
{
    private static readonly object Sync = new();
    private static string _text = "";

    public static async Task AppendAsync(TextReader source)
    {
        var line = await source.ReadLineAsync();
        lock (Sync)
            _text = _text + line + Environment.NewLine;
    }

    public static async Task SaveAsync(string path)
    {
        string text;
        lock (Sync)
            text = _text;
        await File.WriteAllTextAsync(path, text);
    }
}

public sealed class G04_ExchangeRates : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Timer _timer;
    private readonly object _sync = new();
    private Options _options = new("EUR", 1m);

    public G04_ExchangeRates() => _timer = new Timer(async _ => await RefreshAsync(), null, TimeSpan.Zero, TimeSpan.FromMinutes(5));

    public Options Current
    {
        get { lock (_sync) return _options; }
    }

    public void UseCurrency(string code)
    {
        lock (_sync)
            _options = _options with { Currency = code };
    }

    private async Task RefreshAsync()
    {
        var rate = decimal.Parse(await _http.GetStringAsync("https://rates.example/latest"));
        lock (_sync)
            _options = _options with { Rate = rate };
    }

    public void Dispose()
    {
        _timer.Dispose();
        _http.Dispose();
    }

    public sealed record Options(string Currency, decimal Rate);
}

public sealed class G05_Stock
{
    private readonly ConcurrentDictionary<string, int> _onHand = new();
    private readonly Func<string, int, Task> _placeOrder;

    public G05_Stock(Func<string, int, Task> placeOrder) => _placeOrder = placeOrder;

    public void Deliver(string sku, int count) => _onHand.AddOrUpdate(sku, count, (_, old) => old + count);

    public async Task<bool> TakeAsync(string sku, int count)
    {
        while (true)
        {
            if (!_onHand.TryGetValue(sku, out var left) || left < count)
                return false;
            if (_onHand.TryUpdate(sku, left - count, left))
                break;
        }
        try
        {
            await _placeOrder(sku, count);
        }
        catch
        {
            Deliver(sku, count);
            throw;
        }
        return true;
    }
}

public sealed class G06_LogTail
{
    private readonly Func<long, Memory<byte>, CancellationToken, Task<int>> _readAt;
    private long _offset;

    public G06_LogTail(Func<long, Memory<byte>, CancellationToken, Task<int>> readAt) => _readAt = readAt;

    public long Offset => Volatile.Read(ref _offset);

    public void Rewind() => Volatile.Write(ref _offset, 0);

    public async Task<string> NextAsync(CancellationToken stop)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var from = Volatile.Read(ref _offset);
            var count = await _readAt(from, buffer, stop);
            if (Interlocked.CompareExchange(ref _offset, from + count, from) == from)
                return Encoding.UTF8.GetString(buffer, 0, count);
        }
    }
}

public static class G07_Broker
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static volatile Link? _link;

    public static async Task<Link> GetAsync(Uri address)
    {
        if (_link is { } ready)
            return ready;
        await Gate.WaitAsync();
        try
        {
            if (_link is null)
            {
                var link = new Link(address);
                await link.OpenAsync();
                _link = link;
            }
            return _link;
        }
        finally
        {
            Gate.Release();
        }
    }

    public sealed class Link(Uri address) : IDisposable
    {
        private readonly TcpClient _client = new();
        public Task OpenAsync() => _client.ConnectAsync(address.Host, address.Port);
        public void Dispose() => _client.Dispose();
    }
}

public sealed class G08_Customers : G08_Customers.ILookUp
{
    private readonly ConcurrentDictionary<int, Lazy<Task<string>>> _names = new();
    private readonly HttpClient _http;

    public G08_Customers(HttpClient http) => _http = http;

    public interface ILookUp { Task<string> NameOfAsync(int id); }

    public static IServiceCollection Configure(IServiceCollection services) => services.AddSingleton<ILookUp, G08_Customers>();

    public async Task<string> NameOfAsync(int id)
    {
        var load = _names.GetOrAdd(id, key => new Lazy<Task<string>>(() => _http.GetStringAsync($"/customers/{key}/name")));
        try
        {
            return await load.Value;
        }
        catch
        {
            _names.TryRemove(KeyValuePair.Create(id, load));
            throw;
        }
    }
}

public sealed class G09_FolderIndexer
{
    private readonly FileSystemWatcher _watcher;
    private int _indexing;

    public G09_FolderIndexer(string folder)
    {
        _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
        _watcher.Changed += OnChanged;
        _watcher.Created += OnChanged;
    }

    private async void OnChanged(object sender, FileSystemEventArgs e)
    {
        if (Interlocked.Exchange(ref _indexing, 1) == 1)
            return;
        try
        {
            await File.AppendAllTextAsync("index.log", "starting " + e.Name + "\n");
            var text = await File.ReadAllTextAsync(e.FullPath);
            await File.WriteAllTextAsync(e.FullPath + ".idx", text.Length.ToString());
        }
        finally
        {
            Volatile.Write(ref _indexing, 0);
        }
    }
}
