using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>What threads that the source itself starts do to one location. Each source is the body of a class around the line.</summary>
public sealed class ConcurrentTasksUpdateStateTests
{
    private const string Members =
        """
        private int _n; private long _sum; private int _max; private string _text = ""; private static int s_n; private bool _busy; private Task? _task;
        private readonly object _sync = new(); private readonly SemaphoreSlim _gate = new(1, 1); private readonly List<int> _list = new(); private readonly Dictionary<int, int> _map = new();
        private static async Task<int> F(int i) { await Task.Yield(); return i; }
        private static void Use(object o) { }
        """;

    [Theory]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => _n++);")]
    [InlineData("public async Task<int> M() { var t = 0; var a = Task.Run(async () => { Interlocked.Add(ref t, await F(1)); }); var b = Task.Run(async () => { t += await F(2); }); await a; await b; return t; }")]
    [InlineData("public void M(int[] a) => Parallel.For(0, 9, i => { _sum += a[i]; });")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => { _n = _n + i; });")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => { s_n--; });")]
    [InlineData("public int M(int[] a) { var t = 0; Parallel.ForEach(a, i => { t += i; }); return t; }")]
    [InlineData("public int M(int[] a) { var t = 0; Parallel.ForEach(a, i => { t = Math.Max(t, i); }); return t; }")]
    [InlineData("public int M(int[] a) { var t = 0; Parallel.ForEach(a, i => { if (i > t) t = i; }); return t; }")]
    [InlineData("public string M(int[] a) { var t = \"\"; Parallel.ForEach(a, i => { t += i; }); return t; }")]
    [InlineData("public List<int> M(int[] a) { var t = new List<int>(); Parallel.ForEach(a, i => t.Add(i)); return t; }")]
    [InlineData("public List<int> M(int[] a) { var t = new List<int>(); Parallel.ForEach(a, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => t.Add(i)); return t; }")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => { _map[i] = i; });")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => { if (!_map.ContainsKey(i)) _map.Add(i, i); });")]
    [InlineData("public HashSet<int> M(int[] a) { var t = new HashSet<int>(); Parallel.ForEach(a, i => { if (t.Add(i)) Use(i); }); return t; }")]
    [InlineData("public int[] M(int[] a) { var t = new int[3]; Parallel.ForEach(a, i => { t[0] += i; }); return t; }")]
    [InlineData("public int[] M(int[] a) { var t = new int[3]; var n = 0; Parallel.ForEach(a, i => { t[n++] = i; }); return t; }")]
    [InlineData("public void M(int[] a) => a.AsParallel().ForAll(i => _list.Add(i));")]
    [InlineData("public object M(int[] a) => a.AsParallel().Select(i => { _n++; return i; }).ToArray();")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, Add); private void Add(int i) => _list.Add(i);")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => Add(i)); private void Add(int i) { _list.Add(i); }")]
    [InlineData("public void M(int[] a) { var t = 0; void Add(int i) { t += i; } Parallel.ForEach(a, Add); Use(t); }")]
    [InlineData("public void M(int[] a) { var t = 0; Action<int> add = i => { t += i; }; Parallel.ForEach(a, add); Use(t); }")]
    [InlineData("public Task M(int[] a) => Parallel.ForEachAsync(a, async (i, _) => { var x = await F(i); _list.Add(x); });")]
    [InlineData("public Task M(int[] a) => Task.WhenAll(a.Select(i => Task.Run(() => _n++)));")]
    [InlineData("public Task M(int[] a) => Task.WhenAll(a.Select(i => Task.Run(async () => { await F(i); _n++; })));")]
    [InlineData("public async Task M(int[] a) { var ts = new List<Task>(); foreach (var i in a) ts.Add(Task.Run(() => _n++)); await Task.WhenAll(ts); }")]
    [InlineData("public async Task M(int[] a) { var ts = new List<Task>(); var t = 0; for (var i = 0; i < 9; i++) { var k = i; ts.Add(Task.Factory.StartNew(() => t += k)); } await Task.WhenAll(ts); Use(t); }")]
    [InlineData("public void M(int[] a) { foreach (var i in a) { var w = new Thread(() => _n++); w.Start(); } }")]
    [InlineData("public void M(int[] a) { foreach (var i in a) ThreadPool.QueueUserWorkItem(_ => _list.Add(i)); }")]
    [InlineData("public async Task<List<int>> M(int[] a) { var r = new List<int>(); await Task.WhenAll(a.Select(async i => { var x = await F(i); r.Add(x); })); return r; }")]
    [InlineData("public async Task<List<int>> M(int[] a) { var r = new List<int>(); var ts = a.Select(async i => { r.Add(await F(i)); }); await Task.WhenAll(ts); return r; }")]
    [InlineData("public async Task<List<int>> M(int[] a) { var r = new List<int>(); var ts = a.Select(async i => { r.Add(await F(i)); }).ToList(); await Task.WhenAll(ts); return r; }")]
    [InlineData("public async Task<List<int>> M(int[] a) { var r = new List<int>(); async Task One(int i) { r.Add(await F(i)); } await Task.WhenAll(a.Select(One)); return r; }")]
    [InlineData("public Task M(int[] a) => Task.WhenAll(a.Select(One)); private async Task One(int i) { _list.Add(await F(i)); }")]
    [InlineData("public Task M(int[] a) => Task.WhenAll(a.Select(i => One(i))); private async Task One(int i) { await F(i); _n++; }")]
    [InlineData("public async Task M(int[] a) { var ts = new List<Task>(); foreach (var i in a) ts.Add(One(i)); await Task.WhenAll(ts); } private async Task One(int i) { await F(i); _list.Add(i); }")]
    [InlineData("public async Task M(int[] a) { var ts = new List<Task>(); foreach (var i in a) { var t = One(i); ts.Add(t); } await Task.WhenAll(ts); } private async Task One(int i) { await F(i); _map[i] = i; }")]
    [InlineData("public async Task<int> M() { var t = 0; var x = Task.Run(() => { t++; }); var y = Task.Run(() => { t++; }); await Task.WhenAll(x, y); return t; }")]
    [InlineData("public async Task<int> M() { var t = 0; await Task.WhenAll(Task.Run(() => { t++; }), Task.Run(() => { t++; })); return t; }")]
    [InlineData("public int M() { var t = 0; Parallel.Invoke(() => { t++; }, () => { t++; }); return t; }")]
    [InlineData("public async Task M() { var r = new List<int>(); var x = Task.Run(() => r.Add(1)); r.Add(2); await x; Use(r); }")]
    [InlineData("public async Task M() { var x = Task.Run(() => { _n++; }); _n++; await x; }")]
    [InlineData("public Task M() => Task.WhenAll(A(), B()); private async Task A() { await F(1); _list.Add(1); } private async Task B() { await F(2); _list.Add(2); }")]
    [InlineData("public Task M() => Task.WhenAll(A(1), A(2)); private async Task A(int i) { await F(i); _list.Add(i); }")]
    [InlineData("public Task M(int[] a) { var throttle = new SemaphoreSlim(4); return Task.WhenAll(a.Select(async i => { await throttle.WaitAsync(); try { _list.Add(await F(i)); } finally { throttle.Release(); } })); }")]
    [InlineData("public Task M(int[] a) => Task.WhenAll(a.Select(i => Task.Run(async () => { if (_busy) return; _busy = true; await F(i); _busy = false; })));")]
    [InlineData("public Task M(int[] a) => Parallel.ForEachAsync(a, async (i, _) => { _task ??= F(i); await _task; });")]
    [InlineData("public void M(int[] a) => Parallel.For(0, 9, () => 0, (i, s, t) => t + i, t => _sum += t);")]
    [InlineData("public void M(int[] a) { var sb = new System.Text.StringBuilder(); Parallel.ForEach(a, i => sb.Append(i)); Use(sb); }")]
    [InlineData("public async Task M(int[] a) { var b = new System.Threading.Tasks.Dataflow.ActionBlock<int>(i => { _n++; }, new System.Threading.Tasks.Dataflow.ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = 4 }); foreach (var i in a) b.Post(i); b.Complete(); await b.Completion; }")]
    public void It_is_reported(string member) => Assert.All(Reports(member), r => Assert.Equal(("ASA0105", DiagnosticSeverity.Warning), (r.Id, r.Severity)));

    [Theory]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => Interlocked.Increment(ref _n));")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => { lock (_sync) _n++; });")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => { lock (_sync) { Add(i); } }); private void Add(int i) => _list.Add(i);")]
    [InlineData("public Task M(int[] a) => Parallel.ForEachAsync(a, async (i, _) => { await _gate.WaitAsync(); try { _list.Add(await F(i)); } finally { _gate.Release(); } });")]
    [InlineData("public Task M(int[] a) => Task.WhenAll(a.Select(async i => { await _gate.WaitAsync(); try { _list.Add(await F(i)); } finally { _gate.Release(); } }));")]
    [InlineData("public void M(int[] a) { var bag = new System.Collections.Concurrent.ConcurrentBag<int>(); Parallel.ForEach(a, i => bag.Add(i)); Use(bag); }")]
    [InlineData("public void M(int[] a) { var map = new System.Collections.Concurrent.ConcurrentDictionary<int, int>(); Parallel.ForEach(a, i => { map[i] = i; map.TryAdd(i, i); }); Use(map); }")]
    [InlineData("public int[] M(int[] a) { var r = new int[9]; Parallel.For(0, 9, i => { r[i] = a[i]; r[i] += 2; r[i]++; }); return r; }")]
    [InlineData("public async Task<int[]> M(int[] a) { var r = new int[9]; await Task.WhenAll(Enumerable.Range(0, 9).Select(async i => { r[i] = await F(i); })); return r; }")]
    [InlineData("public bool M(int[] a) { var found = false; Parallel.ForEach(a, i => { if (i == 3) found = true; }); return found; }")]
    [InlineData("public bool M(int[] a) { var found = false; Parallel.ForEach(a, i => { if (!found) found = true; }); return found; }")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, i => { var t = new List<int>(); t.Add(i); var n = 0; n += i; Use(t); Use(n); });")]
    [InlineData("public int M(int[] a) { var sum = 0; Parallel.For(0, 9, () => 0, (i, s, t) => t + a[i], t => Interlocked.Add(ref sum, t)); return sum; }")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, () => new List<int>(), (i, s, t) => { t.Add(i); return t; }, t => { lock (_sync) _list.AddRange(t); });")]
    [InlineData("public async Task M(int[] a) { foreach (var i in a) await Task.Run(() => _list.Add(i)); }")]
    [InlineData("public async Task M(int[] a) { foreach (var i in a) { var t = Task.Run(() => _list.Add(i)); await t; } }")]
    [InlineData("public void M(int[] a) { foreach (var i in a) { var t = Task.Run(() => _list.Add(i)); t.Wait(); } }")]
    [InlineData("public void M(int[] a) { foreach (var i in a) Task.Run(() => _list.Add(i)).Wait(); }")]
    [InlineData("public async Task M(int[] a) { foreach (var t in a.Select(async i => { _list.Add(await F(i)); })) await t; }")]
    [InlineData("public async Task M(int[] a) { foreach (var i in a) { await One(i); } } private async Task One(int i) { _list.Add(await F(i)); }")]
    [InlineData("public async Task M() { var r = new List<int>(); await Task.Run(() => r.Add(1)); await Task.Run(() => r.Add(2)); Use(r); }")]
    [InlineData("public async Task M() { var r = new List<int>(); var x = Task.Run(() => r.Add(1)); await x; var y = Task.Run(() => r.Add(2)); await y; Use(r); }")]
    [InlineData("public async Task M() { var r = new List<int>(); var x = Task.Run(() => r.Add(1)); await x; r.Add(2); Use(r); }")]
    [InlineData("public void M() { var r = new List<int>(); var x = Task.Run(() => r.Add(1)); x.Wait(); r.Add(2); Use(r); }")]
    [InlineData("public async Task M(bool b) { var r = new List<int>(); Task x; if (b) x = Task.Run(() => r.Add(1)); else x = Task.Run(() => r.Add(2)); await x; Use(r); }")]
    [InlineData("public void M() { var r = new List<int>(); Parallel.Invoke(() => r.Add(1), () => Use(2)); r.Add(3); }")]
    [InlineData("public int M(int[] a) => a.AsParallel().Aggregate(0, (s, i) => s + i);")]
    [InlineData("public int M(int[] a) => a.AsParallel().Select(i => i * 2).Sum();")]
    [InlineData("public void M(int[] a) { foreach (var i in a.AsParallel().Select(i => i * 2)) _list.Add(i); }")]
    [InlineData("public void M(int[] a) { foreach (var i in a.AsParallel().AsSequential().Select(i => { _n++; return i; })) Use(i); }")]
    [InlineData("public void M(int[] a) => Parallel.ForEach(a, new ParallelOptions { MaxDegreeOfParallelism = 1 }, i => _list.Add(i));")]
    [InlineData("public void M(int[] a) { var o = new ParallelOptions { MaxDegreeOfParallelism = 1 }; Parallel.ForEach(a, o, i => _list.Add(i)); }")]
    [InlineData("public async Task M(int[] a) { var b = new System.Threading.Tasks.Dataflow.ActionBlock<int>(i => { _n++; }); foreach (var i in a) b.Post(i); b.Complete(); await b.Completion; }")]
    [InlineData("public async Task M(int[] a) { await Task.WhenAll(a.Select(async i => { _list.Add(i); await F(i); })); }")]
    [InlineData("public async Task M(int[][] a) { foreach (var g in a) { var own = new List<int>(); await Task.Run(() => own.Add(1)); Use(own); } }")]
    [InlineData("public async Task M(int[] a) { var ts = new List<Task>(); foreach (var i in a) { var own = new List<int>(); ts.Add(Task.Run(async () => { own.Add(await F(i)); Use(own); })); } await Task.WhenAll(ts); }")]
    [InlineData("public class Item { public int Count; } public Task M(Item[] a) => Task.WhenAll(a.Select(async x => { await F(1); x.Count++; }));")]
    [InlineData("public class Item { public int Count; } public void M(Item[] a) => Parallel.ForEach(a, x => { x.Count++; });")]
    [InlineData("public class Item { public int Count; } private readonly List<Item> _items = new(); public void M() { foreach (var x in _items) { var t = Task.Run(() => { x.Count++; }); } }")]
    [InlineData("public class Item { public int Count; } private readonly Item[] _items = new Item[9]; public void M() => Parallel.For(0, 9, i => { _items[i].Count++; });")]
    [InlineData("[ThreadStatic] private static int t_n; public void M(int[] a) => Parallel.ForEach(a, i => t_n++);")]
    [InlineData("private readonly ThreadLocal<int> _own = new(); public void M(int[] a) => Parallel.ForEach(a, i => _own.Value++);")]
    [InlineData("public event Action? Changed; public void M(int[] a) => Parallel.ForEach(a, i => { Changed += () => { }; });")]
    [InlineData("private string? _name; public void M(int[] a) => Parallel.ForEach(a, i => { _name ??= a.Length.ToString(); Use(_name); });")]
    [InlineData("private System.Collections.Immutable.ImmutableList<int> _all = System.Collections.Immutable.ImmutableList<int>.Empty; public void M(int[] a) => Parallel.ForEach(a, i => System.Collections.Immutable.ImmutableInterlocked.Update(ref _all, x => x.Add(i)));")]
    [InlineData("public async Task M(int[] a) { var tasks = a.Select(i => F(i)).ToList(); await Task.WhenAll(tasks); foreach (var t in tasks) _list.Add(await t); }")]
    [InlineData("public async Task M(int[] a) { _ = Task.Run(() => { _n++; }); await F(1); }")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentQueue<Action> _posted = new(); public void M(int[] a) => Parallel.ForEach(a, i => _posted.Enqueue(() => _list.Add(i)));")]
    [InlineData("public async Task M() { var x = Task.Run(() => { if (_max > 3) _max = 0; }); if (_max < 2) _max = 0; await x; }")]
    [InlineData("public Task M(int?[] a) => Parallel.ForEachAsync(a, async (i, _) => { await F(1); _n = i ?? _n; });")]
    [InlineData("public async Task M() { await foreach (var x in A()) _list.Clear(); } private async IAsyncEnumerable<int> A() { await F(1); _list.Clear(); yield return 1; }")]
    [InlineData("public async Task M(int[] a) { while (a.Length > 0) { if (_n > 3) { _ = Task.Run(() => _list.Add(1)); break; } await F(1); } }")]
    public void It_is_silent(string member) => Assert.Empty(Run(member));

    [Theory]
    [InlineData("Window")]
    [InlineData("SystemTarget")]
    [InlineData("GrainService")]
    public void Code_that_comes_back_to_the_one_thread_of_its_object_is_not_on_several(string type) => Assert.Empty(AnalyzerRunner.Run(
        "public class " + type + " { } public class Main : " + type + " { private readonly List<int> _list = new(); public Task M(int[] a) => Task.WhenAll(a.Select(async i => { await Task.Delay(i); _list.Add(i); })); }"));

    [Fact]
    public void What_works_for_a_component_comes_back_too() => Assert.Empty(AnalyzerRunner.Run(
        "public interface IJSRuntime { Task CallAsync(string s); } public class Names(IJSRuntime js) { private readonly IJSRuntime _js = js; private readonly HashSet<string> _all = new(); public void Go() { _ = Drop(\"a\"); _ = Drop(\"b\"); } private async Task Drop(string s) { await _js.CallAsync(s); _all.Remove(s); } }"));

    [Fact]
    public void The_thread_pool_is_on_several_threads_in_a_window_too() => Assert.Equal(["ASA0105"], AnalyzerRunner.Run(
        "public class Window { } public class Main : Window { private readonly List<int> _list = new(); public Task M(int[] a) => Task.WhenAll(a.Select(i => Task.Run(() => _list.Add(i)))); }").Select(r => r.Id));

    [Fact]
    public void What_two_threads_fill_alike_is_a_suggestion() => Assert.Equal(
        DiagnosticSeverity.Info,
        Assert.Single(Run("private List<int>? _made; public void M(int[] a) => Parallel.ForEach(a, i => { _made ??= new List<int>(); Use(_made); });")).Severity);

    [Fact]
    [KnownError("An element is updated at an index that is computed from the item of the run: two items can give the same, as in a histogram.")]
    public void KnownMissedAlarm_AnIndexThatTwoRunsCompute() => Assert.Empty(
        Run("private readonly int[] _counts = new int[256]; public void M(byte[] a) => Parallel.For(0, a.Length, i => { _counts[a[i]]++; });"));

    [Theory]
    [InlineData("public void M(Item[] a) => Parallel.ForEach(a, i => _kinds[i.Kind].Add(i));", DiagnosticSeverity.Warning)]
    [InlineData("public void M(Item[] a) => Parallel.ForEach(a, i => { var all = _pairs[(i.Kind, true)]; all.Add(i); });", DiagnosticSeverity.Warning)]
    [InlineData("public Task M(Item[] a) => Task.WhenAll(a.Select(i => Task.Run(() => _pairs[(i.Kind, i.Name == null)].Clear())));", DiagnosticSeverity.Warning)]
    [InlineData("public void M(Item[] a) => Parallel.ForEach(a, i => _names.GetOrAdd(i.Name, _ => []).Add(i));", DiagnosticSeverity.Info)]
    [InlineData("public object M(Item[] a) { var all = new ConcurrentDictionary<string, List<Item>>(); Parallel.ForEach(a, i => all.GetOrAdd(i.Name, _ => []).Add(i)); return all; }", DiagnosticSeverity.Info)]
    [InlineData("public void M(Kind[] a) => Parallel.ForEach(a, k => _kinds[k].Clear());", null)]
    [InlineData("public void M(Item[] a) => Parallel.ForEach(a, i => _names[i.Name].Add(i));", null)]
    [InlineData("public void M(string[] a) => Parallel.ForEach(a, n => _names.GetOrAdd(n, _ => []).Clear());", null)]
    [InlineData("public void M(Item[] a) => Parallel.ForEach(a, i => { lock (_kinds) _kinds[i.Kind].Add(i); });", null)]
    [InlineData("public void M(Item[] a) { foreach (var i in a) _kinds[i.Kind].Add(i); }", null)]
    public void A_collection_in_a_keyed_one(string member, DiagnosticSeverity? severity) => Assert.Equal(
        severity,
        AnalyzerRunner.Run("using System.Collections.Concurrent; public enum Kind { A, B } public record Item(Kind Kind, string Name); public class C { private readonly ConcurrentDictionary<Kind, List<Item>> _kinds = new(); private readonly Dictionary<(Kind, bool), List<Item>> _pairs = new(); private readonly ConcurrentDictionary<string, List<Item>> _names = new(); " + member + " }").SingleOrDefault(r => r.Id == "ASA0105")?.Severity);

    [Fact]
    public void The_message_names_the_api() => Assert.Equal(
        "'_n' is updated without a guard although 'Parallel.ForEach' in 'M' runs it on several threads at once",
        Assert.Single(Run("public void M(int[] a) => Parallel.ForEach(a, i => _n++);")).GetMessage());

    [Fact]
    public void The_message_names_the_suspension() => Assert.Equal(
        "'_list' is changed without a guard although the runs that 'Enumerable.Select' starts in 'M' go on side by side after 'await F(i)'",
        Assert.Single(Run("public Task M(int[] a) => Task.WhenAll(a.Select(async i => { _list.Add(await F(i)); }));")).GetMessage());

    [Fact]
    public void The_message_names_the_rival() => Assert.Equal(
        "'_n' is updated without a guard although 'Task.Run' in 'M' runs it beside '_n += 2'",
        Assert.Single(Run("public async Task M() { var x = Task.Run(() => { _n++; }); _n += 2; await x; }")).GetMessage());

    private static IEnumerable<Diagnostic> Reports(string member)
    {
        var reports = Run(member);
        Assert.NotEmpty(reports);
        return reports;
    }

    private static IEnumerable<Diagnostic> Run(string member) =>
        AnalyzerRunner.Run("public class C\n{\n" + Members + "\n" + member + "\n}\n");

    [Theory]
    [InlineData("var sb = new System.Text.StringBuilder(); p.OutputDataReceived += (_, e) => sb.AppendLine(e.Data);\n p.ErrorDataReceived += (_, e) => sb.AppendLine(e.Data);\n p.WaitForExit(); Use(sb.ToString());", 2)]
    [InlineData("p.OutputDataReceived += OnData;\n p.ErrorDataReceived += OnData; } private void OnData(object o, System.Diagnostics.DataReceivedEventArgs e) { _n++;", 1)]
    [InlineData("void Add(object o, System.Diagnostics.DataReceivedEventArgs e) { _list.Add(1); } p.OutputDataReceived += Add;\n p.ErrorDataReceived += Add;", 1)]
    [InlineData("p.ErrorDataReceived += (_, e) => { if (e.Data != null) _list.Add(1); };\n p.Exited += (_, e) => _list.Clear();", 2)]
    public void Handlers_of_two_streams_of_a_process_run_beside_each_other(string body, int reports) => Assert.Equal(
        Enumerable.Repeat("ASA0105", reports),
        AnalyzerRunner.Run($"public class A\n{{\n{Members}\npublic void M(System.Diagnostics.Process p)\n{{\n{body}\n}}\n}}").Where(d => d.Id == "ASA0105").Select(d => d.Id));

    [Theory]
    [InlineData("var a = new List<int>(); var b = new List<int>(); p.OutputDataReceived += (_, e) => a.Add(1);\n p.ErrorDataReceived += (_, e) => b.Add(1);\n p.WaitForExit(); Use(a);")]
    [InlineData("p.OutputDataReceived += (_, e) => { lock (_sync) _list.Add(1); };\n p.ErrorDataReceived += (_, e) => { lock (_sync) _list.Add(2); };")]
    [InlineData("var list = new List<int>(); p.OutputDataReceived += (_, e) => list.Add(1); p.WaitForExit(); list.Add(2);")]
    [InlineData("p.OutputDataReceived += (_, e) => Interlocked.Increment(ref _n);\n p.ErrorDataReceived += (_, e) => Interlocked.Increment(ref _n);")]
    [InlineData("p.OutputDataReceived += (_, e) => _busy = true;\n p.ErrorDataReceived += (_, e) => _busy = true;")]
    public void Handlers_of_a_process_that_share_nothing_unguarded(string body) => Assert.DoesNotContain(
        AnalyzerRunner.Run($"public class A\n{{\n{Members}\npublic void M(System.Diagnostics.Process p)\n{{\n{body}\n}}\n}}"), d => d.Id == "ASA0105");
}
