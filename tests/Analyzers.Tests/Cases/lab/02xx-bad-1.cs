public sealed class B26_SeatMap
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, string> _seats = new();

    public async Task<bool> AssignAsync(string seat, string guest, Func<string, Task<bool>> confirm)
    {
        await _gate.WaitAsync(); // BUG: ASA0201
        if (_seats.ContainsKey(seat))
            return false;
        try
        {
            if (await confirm(guest))
                _seats[seat] = guest;
        }
        finally
        {
            _gate.Release();
        }
        return true;
    }
}

public sealed class B27_Printer
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Stream _device;
    private int _pages;

    public B27_Printer(Stream device) => _device = device;

    public async Task<int> PrintAsync(byte[] page, CancellationToken stop)
    {
        await _one.WaitAsync(stop); // BUG: ASA0201
        await _device.WriteAsync(page, stop);
        var number = ++_pages;
        _one.Release();
        return number;
    }
}

public sealed class B28_TokenSource
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HttpClient _http;
    private string? _token;

    public B28_TokenSource(HttpClient http) => _http = http;

    public async Task<string> GetAsync(CancellationToken stop)
    {
        try
        {
            await _gate.WaitAsync(stop); // BUG: ASA0202
            return _token ??= await _http.GetStringAsync("/token", stop);
        }
        finally
        {
            _gate.Release();
        }
    }
}

public sealed class B29_Camera
{
    private readonly SemaphoreSlim _lens = new(1, 1);
    private readonly Func<Task<byte[]>> _shoot;

    public B29_Camera(Func<Task<byte[]>> shoot) => _shoot = shoot;

    public async Task<byte[]> ShootAsync()
    {
        await _lens.WaitAsync(TimeSpan.FromSeconds(5)); // BUG: ASA0202
        try
        {
            return await _shoot();
        }
        finally
        {
            _lens.Release();
        }
    }
}

public sealed class B30_Importer
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _rows;

    public async Task ImportAsync(string path)
    {
        await _gate.WaitAsync();
        try
        {
            _rows += (await File.ReadAllLinesAsync(path)).Length;
        }
        catch (IOException)
        {
            _gate.Release();
            throw;
        }
        finally
        {
            _gate.Release(); // BUG: ASA0202
        }
    }
}

public sealed class B31_Batch
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<string> _lines = new();

    public async Task AddAsync(string line)
    {
        await _gate.WaitAsync();
        try
        {
            _lines.Add(line);
            if (_lines.Count >= 100)
                await FlushAsync(); // BUG: ASA0203
        }
        finally { _gate.Release(); }
    }

    public async Task FlushAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await File.AppendAllLinesAsync("batch.txt", _lines);
            _lines.Clear();
        }
        finally { _gate.Release(); }
    }
}

public sealed class B32_Directory
{
    private readonly SemaphoreSlim _mutex = new(1, 1);
    private readonly Dictionary<string, string> _people = new();

    public async Task<string?> FindAsync(string id)
    {
        await _mutex.WaitAsync();
        try { return _people.GetValueOrDefault(id); }
        finally { _mutex.Release(); }
    }

    public async Task RenameAsync(string id, string name)
    {
        await _mutex.WaitAsync();
        try
        {
            await EnsureKnownAsync(id); // BUG: ASA0203
            _people[id] = name;
        }
        finally { _mutex.Release(); }
    }

    private async Task EnsureKnownAsync(string id)
    {
        if (await FindAsync(id) is null)
            throw new KeyNotFoundException(id);
    }
}

public sealed class B33_Elevator
{
    private readonly object _shaft = new();
    private readonly Func<int, Task> _drive;
    private int _floor;

    public B33_Elevator(Func<int, Task> drive) => _drive = drive;

    public async Task GoAsync(int floor)
    {
        Monitor.Enter(_shaft);
        try
        {
            await _drive(floor - _floor); // BUG: ASA0204
            _floor = floor;
        }
        finally
        {
            Monitor.Exit(_shaft);
        }
    }
}

public sealed class B34_Routes
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<string, Uri> _routes = new();

    public void Set(string name, Uri target)
    {
        _lock.EnterWriteLock();
        try { _routes[name] = target; }
        finally { _lock.ExitWriteLock(); }
    }

    public async Task<string> CallAsync(HttpClient http, string name)
    {
        _lock.EnterReadLock();
        try
        {
            return await http.GetStringAsync(_routes[name]); // BUG: ASA0204
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }
}

public sealed class B35_InvoiceNumbers
{
    private static int _last;
    private readonly SemaphoreSlim _gate = new(1, 1); // BUG: ASA0205

    public async Task<int> NextAsync(Func<int, Task> reserve)
    {
        await _gate.WaitAsync();
        try
        {
            var next = _last + 1;
            await reserve(next);
            _last = next;
            return next;
        }
        finally
        {
            _gate.Release();
        }
    }
}

public sealed class B36_Crawler
{
    private readonly SemaphoreSlim _slots = new(4, 4); // BUG: ASA0205
    private readonly HttpClient _http = new();
    private readonly List<string> _titles = new();
    private int _bytes;

    public Task CrawlAsync(IEnumerable<Uri> pages) => Task.WhenAll(pages.Select(FetchAsync));

    private async Task FetchAsync(Uri page)
    {
        await _slots.WaitAsync();
        try
        {
            var text = await _http.GetStringAsync(page);
            _bytes += text.Length;
            _titles.Add(text[..Math.Min(text.Length, 40)]);
        }
        finally
        {
            _slots.Release();
        }
    }
}
