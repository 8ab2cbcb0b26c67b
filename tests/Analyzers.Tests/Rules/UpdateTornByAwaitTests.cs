using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Changes in steps that a suspension takes apart. Each source is the body of a class around the line.</summary>
public sealed class UpdateTornByAwaitTests
{
    private const string Members =
        """
        private int _n; private readonly List<int> _items = new(); private readonly Dictionary<int, int> _map = new(); private readonly SemaphoreSlim _gate = new(1, 1); private bool _busy;
        private static Task<int[]> Load() => Task.FromResult(new int[3]); private static Task F() => Task.CompletedTask;
        """;

    private const string Read = "public int Count => _items.Count;";

    [Theory]
    [InlineData("public async Task Refresh() { _items.Clear(); var all = await Load(); foreach (var x in all) _items.Add(x); } " + Read)]
    [InlineData("public async Task Refresh() { _items.Clear(); _items.AddRange(await Load()); } " + Read)]
    [InlineData("public async Task Refresh() { _map.Clear(); foreach (var x in await Load()) _map[x] = x; } public int Get(int k) => _map[k];")]
    [InlineData("public async Task Refresh() { Drop(); await Fill(); } private void Drop() => _items.Clear(); private async Task Fill() { _items.AddRange(await Load()); } " + Read)]
    [InlineData("public List<int> All { get; } = new(); public async Task Refresh() { All.Clear(); All.AddRange(await Load()); }")]
    [InlineData("public async Task<int> Take(int k) { if (_map.Remove(k, out var hit)) return hit; _map.Clear(); foreach (var x in await Load()) _map[x] = x; return k; }")]
    [InlineData("public async Task Turn() { _n += 1; await F(); _n *= 2; } public int N => _n;")]
    [InlineData("public async Task Turn() { _n = _n * 2; await F(); _n = _n + 1; } public int N => _n;")]
    [InlineData("public async Task Turn() { lock (_map) { _n += 1; } await F(); lock (_map) { _n *= 2; } } public int N => _n;")]
    [InlineData("private List<int> _now = new(); public int Now => _now.Count; public async Task Refresh() { _now = new(); foreach (var x in await Load()) _now.Add(x); }")]
    [InlineData("private List<int> _now = new(); public int Now => _now.Count; public async Task Refresh() { _now = []; var all = await Load(); _now.AddRange(all); }")]
    [InlineData("private Dictionary<int, int> _now = new(); public int Now => _now.Count; public async Task Refresh() { _now = new Dictionary<int, int>(8); foreach (var x in await Load()) _now[x] = x; }")]
    public void It_is_reported(string member) => Assert.Equal(["ASA0103"], Run(member).Select(r => r.Id));

    [Theory]
    [InlineData("public async Task Refresh() { var all = await Load(); _items.Clear(); foreach (var x in all) _items.Add(x); } " + Read)]
    [InlineData("public async Task Refresh() { await _gate.WaitAsync(); try { _items.Clear(); _items.AddRange(await Load()); } finally { _gate.Release(); } } " + Read)]
    [InlineData("public async Task Refresh() { if (_busy) return; _busy = true; try { _items.Clear(); _items.AddRange(await Load()); } finally { _busy = false; } } " + Read)]
    [InlineData("public async Task Turn() { await _gate.WaitAsync(); try { _n += 1; await F(); _n *= 2; } finally { _gate.Release(); } } public int N => _n;")]
    [InlineData("public async Task Run() { _n++; try { await F(); } finally { _n--; } } public int N => _n;")]
    [InlineData("public async Task Run() { _n += 2; await F(); _n -= 2; } public int N => _n;")]
    [InlineData("public async Task Run() { _n += 1; await F(); _n += 1; } public int N => _n;")]
    [InlineData("public async Task Run() { _busy = true; await F(); _busy = false; } public bool Busy => _busy;")]
    [InlineData("public enum State { Off, Starting, On } private State _state; public async Task Run() { _state = State.Starting; await F(); _state = State.On; } public State Now => _state;")]
    [InlineData("private DateTime _begun; private DateTime _ended; public async Task Run() { _begun = DateTime.Now; await F(); _ended = DateTime.Now; } public TimeSpan Took => _ended - _begun;")]
    [InlineData("private string _status = \"\"; public async Task Run() { _status = \"loading\"; await F(); _status = \"done\"; } public string Status => _status;")]
    [InlineData("private double _progress; public async Task Run() { _progress = 0; await F(); _progress = 0.5; await F(); _progress = 1; } public double Progress => _progress;")]
    [InlineData("private int _flags; public async Task Run() { _flags |= 1; await F(); _flags &= ~1; } public int Flags => _flags;")]
    [InlineData("private string _log = \"\"; public async Task Run() { _log += \"a\"; await F(); _log += \"b\"; } public string Log => _log;")]
    [InlineData("public async Task Run() { var items = new List<int>(); items.Clear(); items.AddRange(await Load()); }")]
    [InlineData("public async Task Run() { var n = 1; n += 1; await F(); n *= 2; }")]
    [InlineData("public sealed class State { public int Value; } public async Task<State> Run() { var s = new State(); s.Value += 1; await F(); s.Value *= 2; return s; }")]
    [InlineData("public sealed class State { public int Value; } public async Task Run(State s) { s.Value += 1; await F(); s.Value *= 2; }")]
    [InlineData("public async Task Run() { _items.Clear(); await F(); }  public void Add(int i) => _items.Add(i);")]
    [InlineData("public async Task Run() { foreach (var x in await Load()) { _items.Add(x); if (_items.Count > 9) { await F(); _items.Clear(); } } } " + Read)]
    [InlineData("public async Task Run(bool reset) { if (reset) { _items.Clear(); return; } _items.AddRange(await Load()); } " + Read)]
    [InlineData("public async Task Run(bool reset) { if (reset) { _items.Clear(); } else { await F(); _items.Add(1); } } " + Read)]
    [InlineData("public async Task Run() { _items.Clear(); _items.Add(1); await F(); } " + Read)]
    [InlineData("private System.Collections.Immutable.ImmutableList<int> _all = System.Collections.Immutable.ImmutableList<int>.Empty; public async Task Run() { _all = [.. await Load()]; } public int C => _all.Count;")]
    [InlineData("public async Task Run() { foreach (var x in _items.Where(i => i > 3).ToList()) _items.Remove(x); await F(); _items.Add(1); } " + Read)]
    [InlineData("public async Task Run() { foreach (var x in _items.ToList()) { if (x > 3) _items.Remove(x); } await F(); _items.Add(1); } " + Read)]
    [InlineData("private readonly HashSet<int> _seen = new(); public async Task Run() { _seen.Clear(); foreach (var x in await Load()) if (_seen.Add(x)) await F(); } public int Seen => _seen.Count;")]
    [InlineData("public async Task<int> Get(int k, bool reset) { if (reset) _map.Clear(); await F(); if (!_map.TryGetValue(k, out var v)) _map[k] = v = k; return v; }")]
    [InlineData("private readonly List<List<int>> _rows = new(); public async Task Run(int i) { _rows[i].Clear(); _rows[i].AddRange(await Load()); }")]
    [InlineData("private List<int> _now = new(); public int Now => _now.Count; public async Task Refresh() { var now = new List<int>(); foreach (var x in await Load()) now.Add(x); _now = now; }")]
    [InlineData("private List<int> _now = new(); public int Now => _now.Count; public async Task Refresh() { _now = new(); await F(); _now = new(); _now.Add(1); }")]
    [InlineData("private List<int> _now = new(); public int Now => _now.Count; public async Task Refresh() { while (true) { _now = new(); _now.Add(1); await F(); } }")]
    [InlineData("private List<int> _now = new(); public int Now => _now.Count; public async Task Refresh() { while (true) { _items.Clear(); _items.Add(1); await F(); } }")]
    [InlineData("private List<int> _now = new(); public int Now => _now.Count; public async Task Refresh() { var old = _now; _now = new(); await F(); old.Add(1); }")]
    [InlineData("private List<int>? _now; public async Task<int> Get() { if (_now == null) { _now = new(); await F(); } return 1; }")]
    public void It_is_silent(string member) => Assert.DoesNotContain(Run(member), r => r.Id == "ASA0103");

    [Theory]
    [InlineData("public class C : ControllerBase { private int _n; public async Task Turn() { _n += 1; await Task.Delay(1); _n *= 2; } public int N => _n; } public class ControllerBase { }")]
    [InlineData("public class C { private readonly List<int> _l = new(); private C() { } public static async Task<C> Make() { var c = new C(); c._l.Clear(); await Task.Delay(1); c._l.Add(1); return c; } public int N => _l.Count; }")]
    [InlineData("public class C : BackgroundService { private readonly List<int> _l = new(); protected async Task ExecuteAsync() { while (true) { _l.Clear(); await Task.Delay(1); _l.Add(1); } } private int N => _l.Count; } public class BackgroundService { }")]
    public void Who_is_alone_is_left_alone(string source) => Assert.Empty(AnalyzerRunner.Run(source));

    [Fact]
    public void Two_runs_that_are_started_together_are_a_warning() => Assert.Equal(
        "warning ASA0103: '_n' is changed in two steps, before and after 'await F()'; another call of 'Turn' can come between ('M' starts it twice without waiting)",
        Assert.Single(Run("public Task M() => Task.WhenAll(Turn(), Turn()); async Task Turn() { _n += 1; await F(); _n *= 2; } public int N => _n;")).ToString()["Test.cs(5,90): ".Length..]);

    [Fact]
    public void Taking_out_one_by_one_empties_as_well() => Assert.Contains(
        Run("public async Task Refresh() { foreach (var x in _items.ToList()) { await F();\n _items.Remove(x); }\n foreach (var x in await Load()) _items.Add(x); } " + Read),
        r => r.Id == "ASA0103");

    [Fact]
    public void What_memory_and_a_store_get_in_two_orders_is_a_suggestion() => Assert.Equal(
        ["'_items' is changed under a guard that ends before '_file' follows in 'await _file.AddAsync(i)'; 'Drop' can come between ('_items' guards it in 'Post')", "'_items' is changed under a guard that ends before '_file' follows in 'await _file.RemoveAsync(i)'; 'Post' can come between ('_items' guards it in 'Post')"],
        Run("public interface IFile { Task AddAsync(int i); Task RemoveAsync(int i); } private readonly IFile _file = null!;\n public async Task Post(int i) { lock (_items) _items.Add(i); await _file.AddAsync(i); }\n public async Task Drop(int i) { lock (_items) _items.Remove(i); await _file.RemoveAsync(i); }").Select(r => r.GetMessage()));

    [Fact]
    public void One_that_tells_nobody_the_same_is_silent() => Assert.Empty(
        Run("public interface IFile { Task AddAsync(int i); Task FlushAsync(); } private readonly IFile _file = null!;\n public async Task Post(int i) { lock (_items) _items.Add(i); await _file.AddAsync(i); }\n public async Task Drop(int i) { lock (_items) _items.Remove(i); await _file.FlushAsync(); }"));

    [Fact]
    public void A_collection_of_a_singleton_is_a_warning() => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(AnalyzerRunner.Run(
        """
        public class Prices { private readonly List<int> _all = new(); public async Task RefreshAsync(Func<Task<int[]>> load) { _all.Clear(); _all.AddRange(await load()); } public int Count => _all.Count; }
        public class Services { public void AddSingleton<T>() { } }
        public static class Startup { public static void Go(Services s) => s.AddSingleton<Prices>(); }
        """)).Severity);

    private const string Token = "public class Tokens { private string _token = \"\"; private DateTime _expires; private readonly SemaphoreSlim _gate = new(1, 1); private static Task<DateTime> Ask(string t) => Task.FromResult(DateTime.Now); MEMBERS } public class Services { public void AddSingleton<T>() { } } public static class Startup { public static void Go(Services s) => s.AddSingleton<Tokens>(); }";
    private const string SetBoth = "public void Set(string t, DateTime e) { _token = t; _expires = e; } public (string, DateTime) Now => (_token, _expires);";

    [Fact]
    public void Fields_that_others_write_and_read_together_belong_together() => Assert.EndsWith(
        "info ASA0103: '_expires' is written after, and '_token', which belongs to it, before 'await Ask(t)'; another call of 'Renew' can come between (registered as a singleton in 'Startup')",
        Assert.Single(RunTokens("public async Task Renew(string t) { _token = t; _expires = await Ask(t); } " + SetBoth)).ToString());

    [Theory]
    [InlineData("public async Task Renew(string t) { var e = await Ask(t); _token = t; _expires = e; } " + SetBoth)]
    [InlineData("public async Task Renew(string t) { await _gate.WaitAsync(); try { _token = t; _expires = await Ask(t); } finally { _gate.Release(); } } " + SetBoth)]
    [InlineData("public async Task Renew(string t) { _token = t; _expires = await Ask(t); } public void Set(string t, DateTime e) { _token = t; _expires = e; } public string Now => _token; public DateTime Expires => _expires;")]
    [InlineData("public async Task Renew(string t) { _token = t; _expires = await Ask(t); } public void Name(string t) => _token = t; " + SetBoth)]
    [InlineData("public async Task Renew(string t) { _token = t; _expires = await Ask(t); } public void Reset() { _token = \"\"; _expires = default; } public (string, DateTime) Now => (_token, _expires);")]
    [InlineData("public async Task Renew(string t) { _token = \"\"; _expires = await Ask(t); _token = t; } " + SetBoth)]
    [InlineData("public async Task Renew(string t) { _token = t; await Ask(t); _expires = DateTime.UtcNow; } " + SetBoth)]
    [InlineData("public async Task Renew(string t) { while (true) { var e = await Ask(t); _token = t; if (e.Year < 3) { await Ask(t); continue; } _expires = e; return; } } " + SetBoth)]
    public void Fields_that_may_differ_do_not(string members) => Assert.DoesNotContain(RunTokens(members), r => r.Id == "ASA0103");

    [Fact]
    public void Fields_that_the_wait_of_a_retry_does_not_part_are_told_from_those_that_it_does() => Assert.Contains(
        RunTokens("public async Task Renew(string t) { while (true) { var e = await Ask(t); _token = t; if (e.Year < 3) { await Ask(t); } _expires = e; return; } } " + SetBoth),
        r => r.Id == "ASA0103");

    private static IEnumerable<Diagnostic> RunTokens(string members) => AnalyzerRunner.Run(Token.Replace("MEMBERS", members, StringComparison.Ordinal)).Where(d => d.Severity != DiagnosticSeverity.Hidden);

    [Fact]
    [KnownError("Two fields that others read together are written on two sides of a wait; no other member works out new values for both, so nothing says that they belong together.")]
    public void KnownMissedAlarm_FieldsThatBelongTogether() => Assert.DoesNotContain(
        Run("private string _text = \"\"; private int _version; public async Task Set(string t) { _text = t; await F(); _version++; } public void Reset() { _text = \"\"; _version = 0; } public (string, int) Now => (_text, _version);"),
        r => r.Id == "ASA0103");

    [Fact]
    public void Without_evidence_it_is_a_suggestion() => Assert.Equal(
        DiagnosticSeverity.Info,
        Assert.Single(Run("public async Task Refresh() { _items.Clear(); _items.AddRange(await Load()); } " + Read)).Severity);

    private static IEnumerable<Diagnostic> Run(string member) =>
        AnalyzerRunner.Run("public class C\n{\n" + Members + "\n" + member + "\n}\n");
}
