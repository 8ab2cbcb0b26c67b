public sealed class B64_Door
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
        lock (_sync)
        {
            if (_open)
                return;
            _opened.SetResult(true); // BUG: ASA0501
            _open = true;
        }
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

public sealed class B65_Pool
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
            var turn = new TaskCompletionSource<byte[]>();
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    public void Return(byte[] block)
    {
        lock (_sync)
        {
            if (_waiting.TryDequeue(out var next))
                next.SetResult(block); // BUG: ASA0501
            else
                _free.Push(block);
        }
    }
}

public sealed class B66_Request
{
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<string> WaitAsync(CancellationToken stop)
    {
        using var registration = stop.Register(() => _answer.SetCanceled(stop)); // BUG: ASA0502
        return await _answer.Task;
    }

    public void OnAnswer(string text) => _answer.SetResult(text);
}

public sealed class B67_Tool
{
    public Task<int> RunAsync(string file, string arguments)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardError = true }, EnableRaisingEvents = true };
        process.Exited += (_, _) => done.SetResult(process.ExitCode); // BUG: ASA0502
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { } line)
                done.SetException(new InvalidOperationException(line));
        };
        process.Start();
        process.BeginErrorReadLine();
        return done.Task;
    }
}

public sealed class B68_FastestMirror
{
    public async Task<string> PickAsync(HttpClient http, string first, string second)
    {
        var winner = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ProbeAsync(http, first, winner);
        _ = ProbeAsync(http, second, winner);
        return await winner.Task;
    }

    private static async Task ProbeAsync(HttpClient http, string mirror, TaskCompletionSource<string> winner)
    {
        using var answer = await http.GetAsync(mirror);
        if (answer.IsSuccessStatusCode)
            winner.SetResult(mirror); // BUG: ASA0502
    }
}

public sealed class B69_Feed
{
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void Register(IServiceCollection services) => services.AddSingleton<B69_Feed>();

    public void Push() => _changed.TrySetResult();

    public async Task NextAsync()
    {
        await _changed.Task;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); // BUG: ASA0503
    }
}

public sealed class B70_Autocomplete
{
    private readonly HttpClient _http;
    private CancellationTokenSource? _typing;

    public B70_Autocomplete(HttpClient http) => _http = http;

    public event Action<string>? Suggested;

    public async void OnTextChanged(object? sender, EventArgs e)
    {
        if (_typing is not null)
        {
            await _typing.CancelAsync();
            _typing.Dispose();
        }
        _typing = new CancellationTokenSource(); // BUG: ASA0503
        try
        {
            var text = await _http.GetStringAsync("/suggest?q=" + sender, _typing.Token);
            Suggested?.Invoke(text);
        }
        catch (OperationCanceledException)
        {
        }
    }
}

public sealed class B71_Player
{
    private volatile bool _loaded;

    public void OnLoaded() => _loaded = true;

    public async Task PlayAsync(Func<Task> start, CancellationToken stop)
    {
        while (!_loaded) // BUG: ASA0504
            await Task.Delay(50, stop);
        await start();
    }
}

public sealed class B72_Drain
{
    private int _running;

    public async Task HandleAsync(Func<Task> work)
    {
        Interlocked.Increment(ref _running);
        try { await work(); }
        finally { Interlocked.Decrement(ref _running); }
    }

    public async Task StopAsync(CancellationToken hurry)
    {
        while (Volatile.Read(ref _running) > 0 && !hurry.IsCancellationRequested) // BUG: ASA0504
        {
            await Task.Delay(100);
        }
    }
}

public sealed class B73_Sync
{
    private readonly Func<CancellationToken, Task> _pull;
    private Task? _current;

    public B73_Sync(Func<CancellationToken, Task> pull) => _pull = pull;

    public static void Register(IServiceCollection services) => services.AddSingleton<B73_Sync>();

    public bool Busy => _current is { IsCompleted: false };

    public async Task PullAsync(CancellationToken stop)
    {
        _current = _pull(stop);
        try
        {
            await _current;
        }
        finally
        {
            _current = null; // BUG: ASA0505
        }
    }
}

public sealed class B74_Search
{
    private readonly HttpClient _http;
    private CancellationTokenSource? _active;

    public B74_Search(HttpClient http) => _http = http;

    public void Cancel() => _active?.Cancel();

    public async Task<string> FindAsync(string words)
    {
        _active?.Cancel();
        _active = new CancellationTokenSource();
        try
        {
            return await _http.GetStringAsync("/find?" + words, _active.Token);
        }
        finally
        {
            _active.Dispose(); // BUG: ASA0505
            _active = null;
        }
    }

    public async Task<string[]> FindBothAsync(string a, string b) => await Task.WhenAll(FindAsync(a), FindAsync(b));
}

public sealed class B75_Downloads
{
    private readonly ConcurrentDictionary<string, Task<byte[]>> _running = new();
    private readonly HttpClient _http;

    public B75_Downloads(HttpClient http) => _http = http;

    public static void Register(IServiceCollection services) => services.AddSingleton<B75_Downloads>();

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
            _running.TryRemove(url, out _); // BUG: ASA0505
        }
    }
}
