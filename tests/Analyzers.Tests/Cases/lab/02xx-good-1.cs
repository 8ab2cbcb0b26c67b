public sealed class G26_SeatMap
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, string> _seats = new();

    public async Task<bool> AssignAsync(string seat, string guest, Func<string, Task<bool>> confirm)
    {
        if (!await _gate.WaitAsync(0))
            return false;
        try
        {
            if (_seats.ContainsKey(seat))
                return false;
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

public sealed class G27_Printer
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Stream _device;
    private int _pages;

    public G27_Printer(Stream device) => _device = device;

    public async Task<int> PrintAsync(byte[] page, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            await _device.WriteAsync(page, stop);
        }
        catch
        {
            _one.Release();
            throw;
        }
        var number = ++_pages;
        _one.Release();
        return number;
    }
}

public sealed class G28_TokenSource
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HttpClient _http;
    private string? _token;

    public G28_TokenSource(HttpClient http) => _http = http;

    public async Task<string> GetAsync(CancellationToken stop)
    {
        var taken = false;
        try
        {
            await _gate.WaitAsync(stop);
            taken = true;
            return _token ??= await _http.GetStringAsync("/token", stop);
        }
        finally
        {
            if (taken)
                _gate.Release();
        }
    }
}

public sealed class G29_Camera
{
    private readonly SemaphoreSlim _lens = new(1, 1);
    private readonly Func<Task<byte[]>> _shoot;

    public G29_Camera(Func<Task<byte[]>> shoot) => _shoot = shoot;

    public async Task<byte[]> ShootAsync()
    {
        var entered = await _lens.WaitAsync(TimeSpan.FromSeconds(5));
        if (!entered)
            throw new TimeoutException("the camera is busy");
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

public sealed class G30_Importer
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
            _rows = 0;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }
}

public sealed class G31_Batch
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
                await FlushCoreAsync();
        }
        finally { _gate.Release(); }
    }

    public async Task FlushAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await FlushCoreAsync();
        }
        finally { _gate.Release(); }
    }

    private async Task FlushCoreAsync()
    {
        await File.AppendAllLinesAsync("batch.txt", _lines);
        _lines.Clear();
    }
}

public sealed class G32_Directory
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
            _people[id] = name;
        }
        finally { _mutex.Release(); }
        await EnsureKnownAsync(id);
    }

    private async Task EnsureKnownAsync(string id)
    {
        if (await FindAsync(id) is null)
            throw new KeyNotFoundException(id);
    }
}

public sealed class G33_Elevator
{
    private readonly object _shaft = new();
    private readonly Func<int, Task> _drive;
    private int _floor;

    public G33_Elevator(Func<int, Task> drive) => _drive = drive;

    public async Task GoAsync(int floor)
    {
        int way;
        Monitor.Enter(_shaft);
        try
        {
            way = floor - _floor;
            _floor = floor;
        }
        finally
        {
            Monitor.Exit(_shaft);
        }
        await _drive(way);
    }
}

public sealed class G34_Routes
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<string, Uri> _routes = new();

    public void Set(string name, Uri target)
    {
        _lock.EnterWriteLock();
        try { _routes[name] = target; }
        finally { _lock.ExitWriteLock(); }
    }

    public Task<string> CallAsync(HttpClient http, string name)
    {
        Uri target;
        _lock.EnterReadLock();
        try { target = _routes[name]; }
        finally { _lock.ExitReadLock(); }
        return http.GetStringAsync(target);
    }
}

public sealed class G35_InvoiceNumbers
{
    private static int _last;
    private static readonly SemaphoreSlim Gate = new(1, 1);

    public async Task<int> NextAsync(Func<int, Task> reserve)
    {
        await Gate.WaitAsync();
        try
        {
            var next = _last + 1;
            await reserve(next);
            _last = next;
            return next;
        }
        finally
        {
            Gate.Release();
        }
    }
}

public sealed class G36_Crawler
{
    private readonly SemaphoreSlim _slots = new(4, 4);
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<string> _titles = new();
    private int _bytes;

    public Task CrawlAsync(IEnumerable<Uri> pages) => Task.WhenAll(pages.Select(FetchAsync));

    private async Task FetchAsync(Uri page)
    {
        await _slots.WaitAsync();
        try
        {
            var text = await _http.GetStringAsync(page);
            Interlocked.Add(ref _bytes, text.Length);
            _titles.Enqueue(text[..Math.Min(text.Length, 40)]);
        }
        finally
        {
            _slots.Release();
        }
    }
}
