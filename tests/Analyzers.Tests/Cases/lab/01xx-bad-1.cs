public sealed class B01_UploadMeter
{
    private readonly HttpClient _http;
    private long _sent;

    public B01_UploadMeter(HttpClient http) => _http = http;

    public async Task<long> UploadAllAsync(IReadOnlyList<string> paths)
    {
        await Task.WhenAll(paths.Select(CountAsync));
        return _sent;
    }

    private async Task CountAsync(string path) => _sent += await UploadAsync(path); // BUG: ASA0101

    private async Task<long> UploadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        using var answer = await _http.PutAsync("/files/" + Path.GetFileName(path), new StreamContent(file));
        return answer.IsSuccessStatusCode ? file.Length : 0;
    }
}

public sealed class B02_Wallet
{
    private readonly IGateway _gateway;
    private decimal _balance;

    public B02_Wallet(IGateway gateway) => _gateway = gateway;

    public interface IGateway { Task<bool> ChargeAsync(decimal amount); }

    public static void Register(IServiceCollection services) => services.AddSingleton<B02_Wallet>();

    public async Task<bool> PayAsync(decimal amount)
    {
        var before = _balance;
        if (!await _gateway.ChargeAsync(amount))
            return false;
        _balance = before - amount; // BUG: ASA0101
        return true;
    }

    public void TopUp(decimal amount) => _balance += amount;
}

public static class B03_Journal
{
    public static string Text { get; private set; } = "";

    public static async Task AppendAsync(TextReader source)
    {
        Text = Text + await source.ReadLineAsync() + Environment.NewLine; // BUG: ASA0101
    }

    public static async Task SaveAsync(string path)
    {
        var text = Text;
        await File.WriteAllTextAsync(path, text);
    }
}

public sealed class B04_ExchangeRates : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Timer _timer;
    private Options _options = new("EUR", 1m);

    public B04_ExchangeRates() => _timer = new Timer(async _ => await RefreshAsync(), null, TimeSpan.Zero, TimeSpan.FromMinutes(5));

    public Options Current => _options;

    public void UseCurrency(string code) => _options = _options with { Currency = code };

    private async Task RefreshAsync()
    {
        _options = _options with { Rate = decimal.Parse(await _http.GetStringAsync("https://rates.example/latest")) }; // BUG: ASA0101
    }

    public void Dispose()
    {
        _timer.Dispose();
        _http.Dispose();
    }

    public sealed record Options(string Currency, decimal Rate);
}

public sealed class B05_Stock
{
    private readonly ConcurrentDictionary<string, int> _onHand = new();
    private readonly Func<string, int, Task> _placeOrder;

    public B05_Stock(Func<string, int, Task> placeOrder) => _placeOrder = placeOrder;

    public void Deliver(string sku, int count) => _onHand.AddOrUpdate(sku, count, (_, old) => old + count);

    public async Task<bool> TakeAsync(string sku, int count)
    {
        if (!_onHand.TryGetValue(sku, out var left))
            return false;
        var rest = left - count;
        if (rest < 0)
            return false;
        await _placeOrder(sku, count);
        _onHand[sku] = rest; // BUG: ASA0101
        return true;
    }
}

public sealed class B06_LogTail
{
    private readonly Stream _log;
    private long _offset;

    public B06_LogTail(Stream log) => _log = log;

    public long Offset => Volatile.Read(ref _offset);

    public void Rewind() => Volatile.Write(ref _offset, 0);

    public async Task<string> NextAsync(CancellationToken stop)
    {
        var from = Volatile.Read(ref _offset);
        var buffer = new byte[4096];
        _log.Position = from;
        var count = await _log.ReadAsync(buffer, stop);
        Volatile.Write(ref _offset, from + count); // BUG: ASA0101
        return Encoding.UTF8.GetString(buffer, 0, count);
    }
}

public static class B07_Broker
{
    private static Link? _link;

    public static async Task<Link> GetAsync(Uri address)
    {
        if (_link is null)
        {
            var link = new Link(address);
            await link.OpenAsync();
            _link = link; // BUG: ASA0102
        }
        return _link;
    }

    public sealed class Link(Uri address) : IDisposable
    {
        private readonly TcpClient _client = new();
        public Task OpenAsync() => _client.ConnectAsync(address.Host, address.Port);
        public void Dispose() => _client.Dispose();
    }
}

public sealed class B08_Customers : B08_Customers.ILookUp
{
    private readonly Dictionary<int, string> _names = new();
    private readonly HttpClient _http;

    public B08_Customers(HttpClient http) => _http = http;

    public interface ILookUp { Task<string> NameOfAsync(int id); }

    public static IServiceCollection Configure(IServiceCollection services) => services.AddSingleton<ILookUp, B08_Customers>();

    public async Task<string> NameOfAsync(int id)
    {
        if (_names.TryGetValue(id, out var name))
            return name;
        name = await _http.GetStringAsync($"/customers/{id}/name");
        _names.Add(id, name); // BUG: ASA0102
        return name;
    }
}

public sealed class B09_FolderIndexer
{
    private readonly FileSystemWatcher _watcher;
    private bool _indexing;

    public B09_FolderIndexer(string folder)
    {
        _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
        _watcher.Changed += OnChanged;
        _watcher.Created += OnChanged;
    }

    private async void OnChanged(object sender, FileSystemEventArgs e)
    {
        if (_indexing)
            return;
        await File.AppendAllTextAsync("index.log", "starting " + e.Name + "\n");
        _indexing = true; // BUG: ASA0102
        try
        {
            var text = await File.ReadAllTextAsync(e.FullPath);
            await File.WriteAllTextAsync(e.FullPath + ".idx", text.Length.ToString());
        }
        finally
        {
            _indexing = false;
        }
    }
}

public sealed class B10_Theatre
{
    private readonly Func<string, int, Task> _charge;

    public B10_Theatre(Func<string, int, Task> charge) => _charge = charge;

    public int Free { get; private set; } = 40;

    public async Task<bool> BookAsync(string card, int seats)
    {
        if (Free < seats)
            return false;
        await _charge(card, seats * 12);
        Free -= seats; // BUG: ASA0102
        return true;
    }

    public async Task<bool> BookFamiliesAsync(string first, string second)
    {
        var one = BookAsync(first, 4);
        var two = BookAsync(second, 5);
        return await one && await two;
    }
}

public sealed class B11_Subscription
{
    private readonly object _sync = new();
    private readonly Func<CancellationToken, Task> _connect;
    private bool _started;

    public B11_Subscription(Func<CancellationToken, Task> connect) => _connect = connect;

    public async Task StartAsync(CancellationToken stop)
    {
        lock (_sync)
        {
            if (_started)
                return;
        }
        await _connect(stop);
        lock (_sync)
            _started = true; // BUG: ASA0102
    }

    public bool IsStarted
    {
        get { lock (_sync) return _started; }
    }
}

public sealed class B12_Letter : B12_Letter.IFlow
{
    private readonly Func<string, Task> _post;
    private Stage _stage = Stage.Draft;

    public B12_Letter(Func<string, Task> post) => _post = post;

    public interface IFlow { Task AdvanceAsync(string text); void Withdraw(); }

    private enum Stage { Draft, Sent, Withdrawn }

    public static void Add(IServiceCollection services) => services.AddSingleton<IFlow>(_ => new B12_Letter(text => Task.Delay(text.Length)));

    public async Task AdvanceAsync(string text)
    {
        switch (_stage)
        {
            case Stage.Draft:
                await _post(text);
                _stage = Stage.Sent; // BUG: ASA0102
                break;
            case Stage.Withdrawn:
                throw new InvalidOperationException("withdrawn");
        }
    }

    public void Withdraw() => _stage = Stage.Withdrawn;
}
