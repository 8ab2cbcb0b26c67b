public sealed class G10_Theatre
{
    private readonly Func<string, int, Task> _charge;
    private readonly object _sync = new();
    private int _free = 40;

    public G10_Theatre(Func<string, int, Task> charge) => _charge = charge;

    public async Task<bool> BookAsync(string card, int seats)
    {
        lock (_sync)
        {
            if (_free < seats)
                return false;
            _free -= seats;
        }
        try
        {
            await _charge(card, seats * 12);
        }
        catch
        {
            lock (_sync)
                _free += seats;
            throw;
        }
        return true;
    }

    public async Task<bool> BookFamiliesAsync(string first, string second)
    {
        var one = BookAsync(first, 4);
        var two = BookAsync(second, 5);
        return await one && await two;
    }
}

public sealed class G11_Subscription
{
    private readonly object _sync = new();
    private readonly Func<CancellationToken, Task> _connect;
    private Task? _start;

    public G11_Subscription(Func<CancellationToken, Task> connect) => _connect = connect;

    public Task StartAsync(CancellationToken stop)
    {
        lock (_sync)
            return _start ??= ConnectAsync(stop);
    }

    private async Task ConnectAsync(CancellationToken stop)
    {
        await Task.Yield();
        await _connect(stop);
    }

    public bool IsStarted
    {
        get { lock (_sync) return _start is { IsCompletedSuccessfully: true }; }
    }
}

public sealed class G12_Letter : G12_Letter.IFlow
{
    private readonly Func<string, Task> _post;
    private readonly object _sync = new();
    private Stage _stage = Stage.Draft;

    public G12_Letter(Func<string, Task> post) => _post = post;

    public interface IFlow { Task AdvanceAsync(string text); void Withdraw(); }

    private enum Stage { Draft, Sending, Sent, Withdrawn }

    public static void Add(IServiceCollection services) => services.AddSingleton<IFlow>(_ => new G12_Letter(text => Task.Delay(text.Length)));

    public async Task AdvanceAsync(string text)
    {
        lock (_sync)
        {
            if (_stage != Stage.Draft)
                return;
            _stage = Stage.Sending;
        }
        await _post(text);
        lock (_sync)
        {
            if (_stage == Stage.Sending)
                _stage = Stage.Sent;
        }
    }

    public void Withdraw()
    {
        lock (_sync)
            _stage = Stage.Withdrawn;
    }
}

public static class G13_PriceList
{
    private static volatile Dictionary<string, decimal> _prices = new();

    public static decimal? Find(string article) => _prices.TryGetValue(article, out var price) ? price : null;

    public static async Task ReloadAsync(Func<IAsyncEnumerable<(string, decimal)>> load)
    {
        var fresh = new Dictionary<string, decimal>();
        fresh.Clear();
        await foreach (var (article, price) in load())
            fresh[article] = price;
        _prices = fresh;
    }
}

public sealed class G14_Tracker
{
    private readonly Func<double, double, Task> _store;
    private Point _point = new(0, 0);

    public G14_Tracker(Func<double, double, Task> store) => _store = store;

    public static void Register(IServiceCollection services) => services.AddSingleton(typeof(G14_Tracker));

    public Point Position => Volatile.Read(ref _point);

    public void Reset() => Volatile.Write(ref _point, new Point(0, 0));

    public async Task MoveAsync(double latitude, double longitude)
    {
        var next = new Point(latitude, 0);
        await _store(latitude, longitude);
        next = next with { Longitude = longitude };
        Volatile.Write(ref _point, next);
    }

    public sealed record Point(double Latitude, double Longitude);
}

public sealed class G15_Basket
{
    private readonly Totals _totals = new();
    private readonly Turnstile _turnstile = new();

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
        using (await _turnstile.EnterAsync())
        {
            _totals.Net += price;
            await Task.Delay(10);
            _totals.Net *= 0.98m;
        }
    }

    private sealed class Totals { public decimal Net { get; set; } }

    private sealed class Turnstile
    {
        private readonly SemaphoreSlim _one = new(1, 1);

        public async Task<IDisposable> EnterAsync()
        {
            await _one.WaitAsync();
            return new Leave(_one);
        }

        private sealed class Leave(SemaphoreSlim one) : IDisposable { public void Dispose() => one.Release(); }
    }
}

public sealed class G16_Hub
{
    private readonly List<Func<string, Task>> _listeners = new();

    public static void Register(IServiceCollection services) => services.AddSingleton<G16_Hub>();

    public void Subscribe(Func<string, Task> listener)
    {
        lock (_listeners)
            _listeners.Add(listener);
    }

    public void Unsubscribe(Func<string, Task> listener)
    {
        lock (_listeners)
            _listeners.Remove(listener);
    }

    public async Task PublishAsync(string news)
    {
        Func<string, Task>[] now;
        lock (_listeners)
            now = _listeners.ToArray();
        foreach (var listener in now)
            await listener(news);
    }
}

public sealed class G17_Sessions : IDisposable
{
    private readonly System.Timers.Timer _ping = new(30_000);
    private ImmutableDictionary<Guid, WebSocket> _sockets = ImmutableDictionary<Guid, WebSocket>.Empty;

    public G17_Sessions()
    {
        _ping.Elapsed += async (_, _) => await PingAllAsync();
        _ping.Start();
    }

    public void Join(Guid id, WebSocket socket) => ImmutableInterlocked.TryAdd(ref _sockets, id, socket);

    public void Leave(Guid id) => ImmutableInterlocked.TryRemove(ref _sockets, id, out _);

    private async Task PingAllAsync()
    {
        foreach (var (_, socket) in _sockets)
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, CancellationToken.None);
    }

    public void Dispose() => _ping.Dispose();
}

public sealed class G18_WordCount
{
    public async Task<int> CountAsync(IEnumerable<string> files)
    {
        var words = 0;
        var counts = await Task.WhenAll(files.Select(async file =>
        {
            var text = await File.ReadAllTextAsync(file);
            var here = 0;
            here += text.Split(' ').Length;
            return here;
        }));
        foreach (var count in counts)
            words += count;
        return words;
    }
}

public sealed class G19_Thumbnails
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
                lock (failed)
                    failed.Add(image);
            }
        });
        return failed;
    }
}
