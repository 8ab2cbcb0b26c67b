public sealed class G64_Door
{
    private readonly object _sync = new();
    private TaskCompletionSource<bool> _opened = new();
    private bool _open;

    public Task WaitAsync()
    {
        lock (_sync)
            return _opened.Task;
    }

    public void Open()
    {
        TaskCompletionSource<bool> opened;
        lock (_sync)
        {
            if (_open)
                return;
            _open = true;
            opened = _opened;
        }
        opened.SetResult(true);
    }

    public void Close()
    {
        lock (_sync)
        {
            if (!_open)
                return;
            _open = false;
            _opened = new TaskCompletionSource<bool>();
        }
    }
}

public sealed class G65_Pool
{
    private readonly Lock _sync = new();
    private readonly Queue<TaskCompletionSource<byte[]>> _waiting = new();
    private readonly Stack<byte[]> _free = new();

    public Task<byte[]> RentAsync()
    {
        lock (_sync)
        {
            if (_free.TryPop(out var block))
                return Task.FromResult(block);
            var turn = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    public void Return(byte[] block)
    {
        lock (_sync)
        {
            if (_waiting.TryDequeue(out var next))
                next.SetResult(block);
            else
                _free.Push(block);
        }
    }
}

public sealed class G66_Request
{
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<string> WaitAsync(CancellationToken stop)
    {
        using var registration = stop.Register(() => _answer.TrySetCanceled(stop));
        return await _answer.Task;
    }

    public void OnAnswer(string text) => _answer.TrySetResult(text);
}

public sealed class G67_Tool
{
    public Task<int> RunAsync(string file, string arguments)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardError = true }, EnableRaisingEvents = true };
        process.Exited += (_, _) => done.TrySetResult(process.ExitCode);
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { } line)
                done.TrySetException(new InvalidOperationException(line));
        };
        process.Start();
        process.BeginErrorReadLine();
        return done.Task;
    }
}

public sealed class G68_FastestMirror
{
    private int _decided;

    public async Task<string> PickAsync(HttpClient http, string first, string second)
    {
        var winner = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ProbeAsync(http, first, winner);
        _ = ProbeAsync(http, second, winner);
        return await winner.Task;
    }

    private async Task ProbeAsync(HttpClient http, string mirror, TaskCompletionSource<string> winner)
    {
        using var answer = await http.GetAsync(mirror);
        if (answer.IsSuccessStatusCode && Interlocked.Exchange(ref _decided, 1) == 0)
            winner.SetResult(mirror);
    }
}

public sealed class G69_Feed
{
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void Register(IServiceCollection services) => services.AddSingleton<G69_Feed>();

    public void Push()
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _changed, next).TrySetResult();
    }

    public async Task NextAsync()
    {
        await Volatile.Read(ref _changed).Task;
    }
}

public sealed class G70_Autocomplete
{
    private readonly HttpClient _http;
    private CancellationTokenSource? _typing;

    public G70_Autocomplete(HttpClient http) => _http = http;

    public event Action<string>? Suggested;

    public async void OnTextChanged(object? sender, EventArgs e)
    {
        var mine = new CancellationTokenSource();
        var old = Interlocked.Exchange(ref _typing, mine);
        if (old is not null)
        {
            await old.CancelAsync();
            old.Dispose();
        }
        try
        {
            var text = await _http.GetStringAsync("/suggest?q=" + sender, mine.Token);
            Suggested?.Invoke(text);
        }
        catch (OperationCanceledException)
        {
        }
    }
}

public sealed class G71_Player
{
    private readonly string _marker;

    public G71_Player(string marker) => _marker = marker;

    public async Task OnLoadedAsync() => await File.WriteAllTextAsync(_marker, "1");

    public async Task PlayAsync(Func<Task> start, CancellationToken stop)
    {
        while (!File.Exists(_marker))
            await Task.Delay(50, stop);
        await start();
    }
}

public sealed class G72_Drain
{
    private volatile bool _stopped;
    private int _ticks;

    public void Stop() => _stopped = true;

    public async Task RunAsync(Func<int, Task> work)
    {
        while (!_stopped)
        {
            await work(Interlocked.Increment(ref _ticks));
            await Task.Delay(100);
        }
    }
}

public sealed class G73_Sync
{
    private readonly Func<CancellationToken, Task> _pull;
    private readonly object _sync = new();
    private Task? _current;

    public G73_Sync(Func<CancellationToken, Task> pull) => _pull = pull;

    public static void Register(IServiceCollection services) => services.AddSingleton<G73_Sync>();

    public bool Busy { get { lock (_sync) return _current is { IsCompleted: false }; } }

    public async Task PullAsync(CancellationToken stop)
    {
        var mine = _pull(stop);
        lock (_sync)
            _current = mine;
        try
        {
            await mine;
        }
        finally
        {
            lock (_sync)
            {
                if (ReferenceEquals(_current, mine))
                    _current = null;
            }
        }
    }
}

public sealed class G74_Search
{
    private readonly HttpClient _http;
    private CancellationTokenSource? _active;

    public G74_Search(HttpClient http) => _http = http;

    public void Cancel() => Volatile.Read(ref _active)?.Cancel();

    public async Task<string> FindAsync(string words)
    {
        var mine = new CancellationTokenSource();
        Interlocked.Exchange(ref _active, mine)?.Cancel();
        try
        {
            return await _http.GetStringAsync("/find?" + words, mine.Token);
        }
        finally
        {
            Interlocked.CompareExchange(ref _active, null, mine);
            mine.Dispose();
        }
    }

    public async Task<string[]> FindBothAsync(string a, string b) => await Task.WhenAll(FindAsync(a), FindAsync(b));
}

public sealed class G75_Downloads
{
    private readonly ConcurrentDictionary<string, Task<byte[]>> _running = new();
    private readonly HttpClient _http;

    public G75_Downloads(HttpClient http) => _http = http;

    public static void Register(IServiceCollection services) => services.AddSingleton<G75_Downloads>();

    public Task<byte[]>? Find(string url) => _running.GetValueOrDefault(url);

    public async Task<byte[]> RestartAsync(string url)
    {
        var load = _http.GetByteArrayAsync(url);
        _running[url] = load;
        try
        {
            return await load;
        }
        finally
        {
            _running.TryRemove(new KeyValuePair<string, Task<byte[]>>(url, load));
        }
    }
}
