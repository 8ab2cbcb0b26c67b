using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>What mistakes of real projects have in common, each mechanism by itself and beside the form that is none. The line names what is reported; empty for nothing.</summary>
public sealed class RealMechanismsTests
{
    private const string Guarded = "readonly object _gate = new(); readonly List<int> _list = new(); public void Add(int i) { lock (_gate) { _list.Add(i); } } public void Drop(int i) { lock (_gate) { _list.Remove(i); } } public bool Has(int i) { lock (_gate) { return _list.Contains(i); } } ";

    // A loop of an async body goes on while others change the collection, like any other loop.
    [Theory]
    [InlineData("warning ASA0106", "public async Task Show() { await Task.Delay(1); foreach (var i in _list) Console.WriteLine(i); }")]
    [InlineData("", "public async Task Show() { await Task.Delay(1); lock (_gate) { foreach (var i in _list) Console.WriteLine(i); } }")]
    [InlineData("", "public async Task Show() { await Task.Delay(1); int[] all; lock (_gate) { all = _list.ToArray(); } foreach (var i in all) Console.WriteLine(i); }")]
    public void A_loop_in_an_async_body_needs_the_guard(string says, string members) => Expect(says, Guarded + members);

    // What is started once meets those who take the guard, though it never meets itself; what only it changes, it may look at as it likes.
    [Theory]
    [InlineData("warning ASA0106", "public C() => Task.Run(LoopAsync); async Task LoopAsync() { while (true) { await Task.Delay(1); foreach (var i in _list) Console.WriteLine(i); } }")]
    [InlineData("", "public C() => Task.Run(LoopAsync); async Task LoopAsync() { while (true) { await Task.Delay(1); lock (_gate) { foreach (var i in _list) Console.WriteLine(i); } } }")]
    public void A_loop_that_is_started_once_needs_the_guard_of_the_others(string says, string members) => Expect(says, Guarded + members);

    [Fact]
    public void What_only_one_loop_changes_it_reads_without_the_guard() => Expect(
        "",
        "readonly object _gate = new(); readonly List<int> _list = new(); public C() => Task.Run(LoopAsync); async Task LoopAsync() { while (true) { await Task.Delay(1); lock (_gate) { _list.Add(1); } foreach (var i in _list) Console.WriteLine(i); } } public bool Has(int i) { lock (_gate) { return _list.Contains(i); } } public int Size() { lock (_gate) { return _list.Count; } }");

    // Others get the very collection that the type changes under its own guard.
    [Theory]
    [InlineData("info ASA0106", "readonly object _gate = new(); readonly List<int> _all = new(); public IReadOnlyList<int> All => _all; public void Put(int i) { lock (_gate) { _all.Add(i); } }")]
    [InlineData("info ASA0106", "readonly object _gate = new(); readonly List<int> _all = new(); public IEnumerable<int> Get() { Console.WriteLine(); return _all; } public void Put(int i) { lock (_gate) { _all.Add(i); } }")]
    [InlineData("", "readonly object _gate = new(); readonly List<int> _all = new(); public IReadOnlyList<int> All { get { lock (_gate) { return _all.ToArray(); } } } public void Put(int i) { lock (_gate) { _all.Add(i); } }")]
    [InlineData("", "readonly List<int> _all = new(); public IReadOnlyList<int> All => _all; public void Put(int i) { lock (_all) { _all.Add(i); } }")]
    [InlineData("", "public readonly object Gate = new(); readonly List<int> _all = new(); public IReadOnlyList<int> All => _all; public void Put(int i) { lock (Gate) { _all.Add(i); } }")]
    [InlineData("", "readonly object _gate = new(); readonly List<int> _all = new(); private List<int> All => _all; public void Put(int i) { lock (_gate) { _all.Add(i); } }")]
    [InlineData("", "readonly object _gate = new(); readonly System.Collections.Concurrent.ConcurrentQueue<int> _all = new(); public IEnumerable<int> All => _all; public void Put(int i) { lock (_gate) { _all.Enqueue(i); } }")]
    public void A_collection_that_others_get_is_looked_through_while_it_changes(string says, string members) => Expect(says, members + " public async Task Idle() => await Task.Delay(1);");

    // Nobody ever gets in where the first permit comes from who is in.
    [Theory]
    [InlineData("warning ASA0201", "readonly SemaphoreSlim _gate = new(0, 1); public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } }")]
    [InlineData("", "readonly SemaphoreSlim _gate = new(0, 1); public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } } public void Open() => _gate.Release();")]
    [InlineData("", "readonly SemaphoreSlim _gate = new(0, 1); public C() => _gate.Release(); public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } }")]
    [InlineData("", "readonly SemaphoreSlim _gate = new(0, 1); public async Task Go(Func<Task> f) { if (!await _gate.WaitAsync(5)) return; try { await f(); } finally { _gate.Release(); } }")]
    [InlineData("", "readonly SemaphoreSlim _gate = new(0, 1); public void Share(Action<SemaphoreSlim> to) => to(_gate); public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } }")]
    [InlineData("", "readonly SemaphoreSlim _gate = new(1, 1); public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } }")]
    public void A_semaphore_without_a_permit_needs_somebody_else_to_open_it(string says, string members) => Expect(says, members);

    // A local that nobody looks at is as good as none.
    [Theory]
    [InlineData("info ASA0209", "public async Task Go(Func<Task<Stream>> open) { using var s = await open(); var scan = ScanAsync(s); await Task.Delay(1); }")]
    [InlineData("", "public async Task Go(Func<Task<Stream>> open) { using var s = await open(); var scan = ScanAsync(s); await Task.Delay(1); await scan; }")]
    [InlineData("", "public async Task Go(Func<Task<Stream>> open) { using var s = await open(); var n = s.Length; await Task.Delay((int)n); }")]
    [InlineData("", "public async Task Go(Func<Task<Stream>> open) { using var s = await open(); var other = IdleAsync(); await Task.Delay(1); }")]
    public void A_task_in_a_local_that_nobody_looks_at(string says, string members) => Expect(says, members + " static async Task ScanAsync(Stream s) { while (s.ReadByte() >= 0) await Task.Delay(1); } static Task IdleAsync() => Task.Delay(1);");

    // The operation has begun under the guard and goes on without it.
    [Theory]
    [InlineData("info ASA0209", "Task flush; await _gate.WaitAsync(); try { await _io.WriteAsync(b); flush = _io.FlushAsync(); } finally { _gate.Release(); } await flush;")]
    [InlineData("", "await _gate.WaitAsync(); try { await _io.WriteAsync(b); Task flush = _io.FlushAsync(); await flush; } finally { _gate.Release(); }")]
    [InlineData("", "Task load; await _gate.WaitAsync(); try { load = LoadAsync(); } finally { _gate.Release(); } await load;")]
    public void An_operation_that_is_awaited_behind_its_guard(string says, string body) => Expect(says, "readonly SemaphoreSlim _gate = new(1, 1); readonly Stream _io = Stream.Null; public async Task Go(byte[] b) { " + body + " } static Task LoadAsync() => Task.Delay(1);");

    // Whoever calls a member that completes may be a timer.
    [Theory]
    [InlineData("warning ASA0502", "readonly TaskCompletionSource<int> _done = new(); Timer? _t; public Task Begin() { _t = new Timer(_ => Complete(1), null, 9, -1); return _done.Task; } public void Complete(int r) => _done.SetResult(r);")]
    [InlineData("", "readonly TaskCompletionSource<int> _done = new(); Timer? _t; public Task Begin() { _t = new Timer(_ => Complete(1), null, 9, -1); return _done.Task; } public void Complete(int r) => _done.TrySetResult(r);")]
    [InlineData("", "readonly TaskCompletionSource<int> _done = new(); public Task Begin(bool at) { if (at) Complete(1); return _done.Task; } public void Complete(int r) => _done.SetResult(r);")]
    public void A_member_that_a_timer_calls_as_well(string says, string members) => Expect(says, members);

    [Theory]
    [InlineData("info ASA0502, info ASA0502", "public void Set(int i) => _core.SetResult(i); public void Cancel() => _core.SetException(new OperationCanceledException());")]
    [InlineData("", "int _set; public void Set(int i) { if (Interlocked.Exchange(ref _set, 1) == 0) _core.SetResult(i); } public void Cancel() { if (Interlocked.Exchange(ref _set, 1) == 0) _core.SetException(new OperationCanceledException()); }")]
    public void A_task_source_of_ones_own_is_completed_once(string says, string members) => Expect(says, "System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore<int> _core; " + members);

    // What comes with the call may be a member of an argument.
    [Theory]
    [InlineData("warning ASA0404", "static string? s_host; public async Task Go(Uri u, Func<Task> f) { s_host = u.Host; await f(); Console.WriteLine(s_host); }")]
    [InlineData("", "static string? s_host; readonly Uri _u = null!; public async Task Go(Func<Task> f) { s_host = _u.Host; await f(); Console.WriteLine(s_host); }")]
    public void A_static_that_holds_a_part_of_an_argument(string says, string members) => Expect(says, members);

    // What is put in under a key and taken out again was there for this execution.
    [Theory]
    [InlineData("warning ASA0401", "t_all[this] = s; await f(); t_all?.Remove(this);")]
    [InlineData("", "t_all[this] = s; await f(); Console.WriteLine(t_all!.Count);")]
    public void An_entry_of_the_thread_that_is_taken_out_again(string says, string body) => Expect(says, "[ThreadStatic] static Dictionary<object, string>? t_all; public async Task Go(string s, Func<Task> f) { if (t_all == null) throw new InvalidOperationException(); " + body + " }");

    // The answer sets a limit from the time of now; a claim that is set from the answer alone is none.
    [Theory]
    [InlineData("", "if (await f()) Interlocked.Exchange(ref _until, DateTime.UtcNow.AddSeconds(9).Ticks);")]
    [InlineData("info ASA0102", "if (await f()) Interlocked.Exchange(ref _until, n);")]
    public void A_limit_of_an_answer(string says, string then) => Expect(says, "static long _until; public async Task<bool> Go(Func<Task<bool>> f, long n) { if (Interlocked.Read(ref _until) > n) return false; " + then + " return true; }");

    // Whether a token at hand is canceled says nothing of the source that is replaced.
    [Fact]
    public void A_token_that_is_looked_at_is_no_check_of_its_source() => Expect(
        "",
        "CancellationTokenSource? _retry; public async Task Go(Func<Task> f) { try { await f(); } catch (IOException) { _retry = new CancellationTokenSource(); var t = Task.Run(() => AgainAsync(f, _retry.Token)); } } async Task AgainAsync(Func<Task> f, CancellationToken token) { while (!token.IsCancellationRequested) { await Task.Delay(9, token); await Go(f); } }");

    // The token is that of somebody else as soon as the source was replaced.
    [Theory]
    [InlineData("info ASA0503", "await Task.Delay(9, _cts.Token); await f(_cts.Token);")]
    [InlineData("info ASA0503", "await f(_cts.Token); if (_cts.IsCancellationRequested) return;")]
    [InlineData("", "var t = _cts.Token; await Task.Delay(9, t); await f(t);")]
    [InlineData("", "if (Environment.TickCount > 0) await f(_cts.Token); else await Task.Delay(9, _cts.Token);")]
    public void A_source_that_is_looked_at_again(string says, string body) => Expect(says, "CancellationTokenSource _cts = new(); public void Restart() { _cts.Cancel(); _cts = new(); } public async Task Go(Func<CancellationToken, Task> f) { " + body + " }");

    [Fact]
    public void A_source_that_a_function_has_just_put_there_is_its_own() =>
        Expect("", "CancellationTokenSource _cts = new(); readonly SemaphoreSlim _gate = new(1, 1); public async Task Go(Func<CancellationToken, Task> f) { await _gate.WaitAsync(); try { await InnerAsync(f); } finally { _gate.Release(); } } async Task InnerAsync(Func<CancellationToken, Task> f) { _cts.Dispose(); _cts = new(); await f(_cts.Token); await f(_cts.Token); }");

    [Fact]
    public void A_source_that_nobody_replaces_may_be_looked_at_again() =>
        Expect("", "readonly CancellationTokenSource _cts = new(); public void Stop() => _cts.Cancel(); public async Task Go(Func<CancellationToken, Task> f) { await Task.Delay(9, _cts.Token); await f(_cts.Token); }");

    // The loop fills anew what an operation may still be at.
    [Theory]
    [InlineData("info ASA0301", "var b = new int[3]; for (var i = 0; i < n; i++) { b[0] = i; all.Add(SendAsync(b)); } await Task.WhenAll(all);")]
    [InlineData("info ASA0301", "var b = new List<int>(); for (var i = 0; i < n; i++) { b.Clear(); b.Add(i); all.Add(SendAsync(b)); } await Task.WhenAll(all);")]
    [InlineData("", "for (var i = 0; i < n; i++) { var b = new int[3]; b[0] = i; all.Add(SendAsync(b)); } await Task.WhenAll(all);")]
    [InlineData("", "var b = new int[3]; for (var i = 0; i < n; i++) { b = new int[3]; b[0] = i; all.Add(SendAsync(b)); } await Task.WhenAll(all);")]
    [InlineData("", "var b = new int[3]; for (var i = 0; i < n; i++) { b[0] = i; await SendAsync(b); } await Task.WhenAll(all);")]
    [InlineData("", "var b = new int[3]; for (var i = 0; i < n; i++) { b[0] = i; all.Add(SendAsync(b[0])); } await Task.WhenAll(all);")]
    [InlineData("", "var b = new List<int>(); for (var i = 0; i < n; i++) { b.Clear(); b.Add(i); await foreach (var x in EachAsync(b).ConfigureAwait(false)) all.Add(Task.Delay(x)); } await Task.WhenAll(all);")]
    [InlineData("", "var b = new List<int>(); for (var i = 0; i < n; i++) { b.Clear(); b.Add(i); await foreach (var x in EachAsync(b)) all.Add(Task.Delay(x)); } await Task.WhenAll(all);")]
    public void A_loop_that_fills_anew_what_it_has_handed_on(string says, string body) => Expect(says, "public async Task Go(int n) { var all = new List<Task>(); " + body + " } static Task SendAsync(object o) => Task.Delay(1); static async IAsyncEnumerable<int> EachAsync(List<int> b) { foreach (var i in b) { await Task.Delay(1); yield return i; } }");

    // A helper takes, another one gives back, whether the first has got it or not.
    [Theory]
    [InlineData("warning ASA0202", "try { await TakeAsync(t); await f(); } finally { Give(); }", "if (_on) _gate.Release();")]
    [InlineData("", "await TakeAsync(t); try { await f(); } finally { Give(); }", "if (_on) _gate.Release();")]
    [InlineData("", "try { await TakeAsync(t); await f(); } finally { Give(); }", "if (_taken) _gate.Release();")]
    public void A_helper_that_takes_inside_the_try(string says, string body, string give) => Expect(
        says,
        "readonly SemaphoreSlim _gate = new(1, 1); readonly bool _on; bool _taken; public C(bool on) => _on = on; public async Task Go(Func<Task> f, CancellationToken t) { " + body + " } async Task TakeAsync(CancellationToken t) { if (!_on) return; await _gate.WaitAsync(t); _taken = true; } void Give() { " + give + " }");

    // Code elsewhere starts several runs of a method that changes a plain collection.
    [Theory]
    [InlineData("warning ASA0105", "var x = await f(); _all.Add(x);", "Parallel.ForEachAsync(n, async (i, _) => await c.PutAsync(() => Task.FromResult(i)))")]
    [InlineData("warning ASA0105", "var x = await f(); _all.Add(x);", "Task.WhenAll(n.Select(i => c.PutAsync(() => Task.FromResult(i))))")]
    [InlineData("", "var x = await f(); lock (_all) _all.Add(x);", "Task.WhenAll(n.Select(i => c.PutAsync(() => Task.FromResult(i))))")]
    [InlineData("", "var x = await f(); _all.Add(x);", "Task.WhenAll(n.Select(i => new C().PutAsync(() => Task.FromResult(i))))")]
    public void Several_runs_that_other_code_starts(string says, string body, string start) => Expect(
        says,
        "readonly List<int> _all = new(); public async Task PutAsync(Func<Task<int>> f) { " + body + " } } public class Users { public Task All(C c, int[] n) => " + start + ";");

    // A method of another class puts what it is given into its channel.
    [Theory]
    [InlineData("warning ASA0301", "await bus.PutAsync(b); b.Clear();", "_ch.Writer.WriteAsync(b)")]
    [InlineData("warning ASA0301", "await bus.PutAsync(b); b.Clear();", "_ch.Writer.WriteAsync(new Note(b))")]
    [InlineData("", "await bus.PutAsync(b); b.Clear();", "_ch.Writer.WriteAsync(new Note(b.ToList()))")]
    [InlineData("", "await bus.PutAsync(b); b = new(); b.Clear();", "_ch.Writer.WriteAsync(new Note(b))")]
    public void What_another_class_sends(string says, string body, string send) => Expect(
        says,
        "public async Task Go(Bus bus) { var b = new List<int> { 1 }; " + body + " } } public sealed record Note(System.Collections.Generic.List<int> All); public class Bus { readonly System.Threading.Channels.Channel<object> _ch = System.Threading.Channels.Channel.CreateUnbounded<object>(); public ValueTask PutAsync(List<int> b) => " + send + "; public void Close() => _ch.Writer.Complete(); public System.Threading.Channels.ChannelReader<object> Reader => _ch.Reader;",
        except: "ASA0302");

    // Each call starts work that changes a plain collection.
    [Theory]
    [InlineData("info ASA0105", "public void Search(string t) { Task.Run(async () => { var x = await f(t); _all.Add(x); }); }")]
    [InlineData("", "public void Search(string t) { Task.Run(async () => { var x = await f(t); lock (_all) _all.Add(x); }); }")]
    [InlineData("", "public async Task Search(string t) { await Task.Run(async () => { var x = await f(t); _all.Add(x); }); }")]
    [InlineData("", "public void Start(string t) { Task.Run(async () => { var x = await f(t); _all.Add(x); }); }")]
    [InlineData("", "public void Search(string t) { Task.Run(async () => { while (true) { var x = await f(t); _all.Add(x); } }); }")]
    public void Work_that_each_call_starts(string says, string members) => Expect(says, "readonly List<string> _all = new(); readonly Func<string, Task<string>> f = null!; " + members);

    private static void Expect(string says, string members, string except = "")
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", "using System.IO; namespace M { public class C { " + members + " } }"));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        var reports = AnalyzerRunner.Run(compilation).Where(r => r.Id.StartsWith("ASA0", StringComparison.Ordinal) && r.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Info && r.Id != except).ToList();
        Assert.Equal(says, string.Join(", ", reports.Select(r => $"{r.Severity.ToString().ToLowerInvariant()} {r.Id}")));
    }
}
