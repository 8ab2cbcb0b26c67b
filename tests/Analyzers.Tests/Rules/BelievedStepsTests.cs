using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>What keeps runs apart, puts a value back or hands work on, each beside the nearest form that does not: the highest severity with which a rule reports the source.</summary>
public sealed class BelievedStepsTests
{
    private const string Singleton = "static class Program { static void Main() => new ServiceCollection().AddSingleton<C>(); } class ServiceCollection { public ServiceCollection AddSingleton<T>() => this; } ";
    private const string Together = " static class Go { public static Task All(C c) => Task.WhenAll(c.Run(), c.Run()); }";

    // A failure puts back what the run has changed; and what would begin the run again is switched off.
    [Theory]
    [InlineData("Info", "var was = _at; try { _at = \"b\"; await F(); } catch (IOException) { _at = was; }")]
    [InlineData("Warning", "var was = _at; _at = \"b\"; await F(); _at = was;")]
    [InlineData("Warning", "var was = _at; try { await F(); } catch (IOException) { _at = was + \"c\"; }")]
    [InlineData("Info", "button.IsEnabled = false; var was = _at; await F(); _at = was + \"c\"; button.IsEnabled = true;")]
    [InlineData("Warning", "button.IsEnabled = true; var was = _at; await F(); _at = was + \"c\"; button.IsEnabled = false;")]
    [InlineData("Warning", "var was = _at; try { _at = \"b\"; await F(); } catch (IOException) { _at = was; } } public void More() { _at += 1;")]
    public void PutBackAsItWas(string severity, string body) => Expect("ASA0101", severity,
        "public class Button { public bool IsEnabled { get; set; } } public class C { string _at = \"\"; public void Set(string s) => _at = s; readonly Button button = new(); public async Task Run() { " + body + " } static Task F() => Task.Delay(1); }" + Together);

    // One of those that take it out in one step gets it.
    [Theory]
    [InlineData("", "Use(Interlocked.Exchange(ref _scope, null));")]
    [InlineData("Warning", "lock (_g) { var s = _scope; _scope = null; Use(s); }")]
    public void TakenOutInOneStep(string severity, string end) => Expect("ASA0102", severity,
        "public class C { readonly object _g = new(); object? _scope; public void Set() { lock (_g) { _scope = new(); } } public async Task Run() { lock (_g) { if (_scope == null) return; } await Task.Delay(1); " + end + " } void Use(object? o) { } }" + Together);

    // The semaphore keeps the runs apart, the lock is for all.
    [Theory]
    [InlineData("Info", "lock (_g) { _at = _at - 1; }")]
    [InlineData("Warning", "lock (_o) { _at = _at - 1; }")]
    public void TwoLayers(string severity, string rival) => Expect("ASA0102", severity,
        "public class C { readonly SemaphoreSlim _turn = new(1, 1); readonly object _g = new(); readonly object _o = new(); int _at; public void Reset() { " + rival + " } public async Task Run() { await _turn.WaitAsync(); try { lock (_g) { if (_at > 5) return; } var next = await Ask(); lock (_g) { _at = next; } } finally { _turn.Release(); } } static Task<int> Ask() => null!; }");

    // A guard that others hold says that the object is shared. What is computed from the old value is lost then; which object is put back may be the one that is meant.
    [Theory]
    [InlineData("Warning", "int", "0", "_at = old + 1;")]
    [InlineData("Info", "object", "new()", "_at = old;")]
    public void PutBackUnderTheGuardOfOthers(string severity, string type, string first, string write) => Expect("ASA0101", severity,
        "public class C { readonly object _g = new(); " + type + " _at = " + first + "; public void Set(" + type + " x) { lock (_g) { _at = x; } } public " + type + " Get() { lock (_g) { return _at; } } public async Task Run() { var old = _at; await Task.Delay(1); " + write + " } }");

    // A view model that handles other events meanwhile.
    [Theory]
    [InlineData("Warning", "int", "Page += old;")]
    [InlineData("Info", "int", "Page = old + 1;")]
    [InlineData("Info", "object?", "Page = old;")]
    public void PutBackInAViewModel(string severity, string type, string write) => Expect("ASA0101", severity,
        "public class ObservableObject { } public class C : ObservableObject { public " + type + " Page { get; set; } public void Show(" + type + " x) => Page = x; public async Task Run() { var old = Page; await Task.Delay(1); " + write + " } }");

    // A flag that is tested in passing, and what is taken out once more.
    [Theory]
    [InlineData("Warning", "object? _x;", "if (_x != null) return; await Task.Delay(1); _x = new object();", "_x = null;")]
    [InlineData("Info", "bool _x;", "if (_x) return; await Task.Delay(1); _x = true;", "_x = false;")]
    [InlineData("Info", "List<int> _x = new();", "if (!_x.Contains(3)) return; await Task.Delay(1); _x.Remove(3);", "_x.Add(3);")]
    public void TestedWithoutTheGuardOfOthers(string severity, string field, string body, string others) => Expect("ASA0102", severity,
        "public class C { readonly object _g = new(); " + field + " public void Set() { lock (_g) { " + others + " } } public object Get() { lock (_g) { return _x!; } } public void Again() { lock (_g) { " + others + " } } public async Task Run() { " + body + " } }");

    // What runs before anybody else uses the object.
    [Theory]
    [InlineData("Info", "InitializeAsync")]
    [InlineData("Warning", "TurnAsync")]
    public void BeforeTheUse(string severity, string name) => Expect("ASA0102", severity,
        "public class C { readonly object _g = new(); int _at; public void Add() { lock (_g) { _at++; } } public void Drop() { lock (_g) { _at--; } } public int Get() { lock (_g) { return _at; } } public async Task " + name + "() { if (_at > 5) return; await Task.Delay(1); _at = 6; } }");

    // The next run cancels the one before, which asks its token after each wait.
    [Theory]
    [InlineData("Info", "ct.ThrowIfCancellationRequested(); _all.Add(found);")]
    [InlineData("Warning", "_all.Add(found);")]
    public void OvertakenAndCanceled(string severity, string end) => Expect("ASA0103", severity,
        "static class Program { static void Main() => new ServiceCollection().AddSingleton<C>(); } class ServiceCollection { public ServiceCollection AddSingleton<T>() => this; } public class C { readonly List<string> _all = new(); CancellationTokenSource? _cts; public int Count => _all.Count; public async Task Run() { _cts?.Cancel(); _cts = new(); await Fill(_cts.Token); } async Task Fill(CancellationToken ct) { _all.Clear(); var found = await Ask(); " + end + " } static Task<string> Ask() => null!; }");

    // Who has claimed the work is no lock for those who add to it.
    [Theory]
    [InlineData("Info", "if (Interlocked.CompareExchange(ref _owner, this, null) != null) return;", "_owner = null;")]
    [InlineData("Warning", "await _s.WaitAsync();", "_s.Release();")]
    public void AClaimIsNoLock(string severity, string take, string give) => Expect("ASA0104", severity,
        "public class C { readonly List<int> _all = new(); readonly SemaphoreSlim _s = new(1, 1); object? _owner; public void Add(int n) { _all.Add(n); } public async Task Run() { " + take + " try { foreach (var n in _all) await Task.Delay(n); } finally { " + give + " } } }", orLess: true);

    // A count that is only held against a bound, by two loops; not so where each of many threads counts.
    [Theory]
    [InlineData("Info", "if (_failed > 3) Stop();", "_a = One(); _b = Two();")]
    [InlineData("Warning", "if (_failed > 3) Stop(_failed);", "_a = One(); _b = Two();")]
    [InlineData("Warning", "if (_failed > 3) Stop();", "Parallel.For(0, 9, i => { _failed++; });")]
    public void ACountAgainstABound(string severity, string look, string start) => Expect("ASA0105", severity,
        "public class C { int _failed; Task? _a, _b; public Task Both() => Task.WhenAll(_a!, _b!); public void Start() { " + start + " } async Task One() { while (true) { await Task.Delay(1); _failed++; " + look + " } } async Task Two() { while (true) { await Task.Delay(2); _failed++; " + look + " } } void Stop(int n = 0) { } }");

    // What is handed to the one thread runs there, whoever hands it on.
    [Theory]
    [InlineData("", "_ui.InvokeOnMainThread(() => _left.Remove(x));")]
    [InlineData("Warning", "_left.Remove(x);")]
    public void HandedToTheOneThread(string severity, string step) => Expect("ASA0105", severity,
        "public class Ui { public void InvokeOnMainThread(Action a) => Go(a); void Go(Action a) => a(); } public class C { readonly Ui _ui = new(); readonly HashSet<int> _left = new(); public Task All(int[] all) => Parallel.ForEachAsync(all, async (x, t) => { await Task.Delay(1, t); " + step + " }); }");

    // The task that a member hands on is waited for on the spot, also where a failure leads back.
    [Theory]
    [InlineData("", "await Save(c);")]
    [InlineData("Warning", "var t = c.ExecuteNonQueryAsync(); if (!await Ask()) goto again; await t;")]
    public void AnotherTryAfterAFailure(string severity, string call) => Expect("ASA0107", severity,
        "using System.Data.Common; public class C { public Task Save(DbCommand c) => c.ExecuteNonQueryAsync(); static Task<bool> Ask() => null!; public async Task Run(DbCommand c) { again: try { " + call + " } catch (IOException) { goto again; } } }");

    // What has only been made does not run yet.
    [Theory]
    [InlineData("", "_t = new Thread(Go); _state = 1;")]
    [InlineData("", "_t = new Thread(Go); Use(_state++); _t.Start();")]
    [InlineData("Warning", "_t = new Thread(Go); _t.Start(); Use(_state++);")]
    [InlineData("Warning", "_t = new Thread(Go); _t?.Start(); Use(_state++);")]
    [InlineData("Warning", "var all = new[] { new Thread(Go) }; foreach (var t in all) t.Start(); Use(_state++);")]
    public void OnlyMade(string severity, string body) => Expect("ASA0105", severity,
        "public class C { Thread? _t; int _state; public void Begin() { " + body + " } void Go() { if (_state < 3) _state = _state + 1; } void Use(int n) { } }");

    // A dictionary keeps what it takes and cannot call it.
    [Theory]
    [InlineData("", "_all.Add(3, async () => await Ask());")]
    [InlineData("Warning", "await Ask(); _all.Add(3, async () => await Ask());")]
    public void ADelegateThatIsKept(string severity, string step) => Expect("ASA0102", severity,
        "public class C { readonly Dictionary<int, Func<Task>> _all = new(); public async Task Run() { if (_all.ContainsKey(3)) throw new IOException(); " + step + " } static Task Ask() => Task.Delay(1); }" + Together);

    // What is awaited is awaited, also where its type does not bind.
    [Theory]
    [InlineData("", "await One(); await Two();")]
    [InlineData("Warning", "var a = One(); var b = Two(); await a; await b;")]
    public void ATypeThatDoesNotBind(string severity, string body)
    {
        Expect("ASA0105", severity, Unbound("Task", body));
        if (severity.Length == 0)
            Expect("ASA0105", severity, Unbound("Tisk", body));

        static string Unbound(string task, string body) => "public class C { public async Task<string> Run(string at) { " + body + " return at; async " + task + " One() { at = await Ask(at); } async " + task + " Two() { at = await Ask(at) + 1; } } static Task<string> Ask(string s) => null!; }";
    }

    // What is never begun to be read tells nothing.
    [Theory]
    [InlineData("", "p.BeginOutputReadLine();")]
    [InlineData("Warning", "p.BeginOutputReadLine(); p.BeginErrorReadLine();")]
    [InlineData("Warning", "Begin(p);")]
    public void OnlyOneOutputIsRead(string severity, string begin) => Expect("ASA0105", severity,
        "using System.Diagnostics; public class C { public async Task Run() { var all = new List<string?>(); var p = new Process(); p.OutputDataReceived += (s, e) => { all.Add(e.Data); }; p.ErrorDataReceived += (s, e) => { all.Add(e.Data); }; p.Start(); " + begin + " await p.WaitForExitAsync(); } void Begin(Process p) { } }");

    // A handler that a failed wait leads to is written for what comes behind the wait.
    [Theory]
    [InlineData("", "await _gate.WaitAsync(t);")]
    [InlineData("Info", "await Task.Delay(1); await _gate.WaitAsync(t);")]
    public void AHandlerBehindTheWait(string severity, string first) => Expect("ASA0102", severity,
        "public class C { MemoryStream? _x; readonly SemaphoreSlim _gate = new(1, 1); public async Task Start(CancellationToken t) { try { " + first + " if (_x == null) _x = await Open(); } catch (IOException) { await Down(); } finally { _gate.Release(); } } public async Task Stop(CancellationToken t) { await _gate.WaitAsync(t); try { await Down(); } finally { _gate.Release(); } } async Task Down() {\n if (_x == null) return; await Task.Delay(2); _x.Dispose();\n _x = null; } static Task<MemoryStream> Open() => null!; }" + " static class Go { public static Task All(C c) => Task.WhenAll(c.Start(default), c.Start(default)); }");

    // Who takes a value out at the end says nothing of those who change it.
    [Theory]
    [InlineData("Info", "public void Dispose() => Interlocked.Exchange(ref _all, \"\");")]
    [InlineData("Warning", "public void Clear() => Interlocked.Exchange(ref _all, \"\");")]
    public void TakenOutAtTheEnd(string severity, string member) => Expect("ASA0101", severity,
        "public class C : IDisposable { string _all = \"\"; " + (severity == "Info" ? "" : "public void Dispose() { } ") + member + " public async Task Add(string x) { var all = _all; await Task.Delay(1); _all = all + x; } }");

    // Filled before anybody looks through it.
    [Theory]
    [InlineData("Info", "InitializeCore")]
    [InlineData("Warning", "Register")]
    public void FilledFirst(string severity, string name) => Expect("ASA0104", severity,
        "using Microsoft.Extensions.DependencyInjection; public class C { readonly List<int> _all = new(); public void " + name + "(int x) => _all.Add(x); public async Task Run() { foreach (var x in _all) await Task.Delay(x); } } static class S { public static void Add(IServiceCollection s) => s.AddSingleton<C>(); } namespace Microsoft.Extensions.DependencyInjection { public interface IServiceCollection { } public static class E { public static void AddSingleton<T>(this IServiceCollection s) { } } }");

    // Each turn makes the object that it works with.
    [Theory]
    [InlineData("", "Handle(ref a, s);")]
    [InlineData("Warning", "if (a == null) a = new All(s); _ = Relay(a);")]
    public void MadeInThisTurn(string severity, string turn) => Expect("ASA0107", severity,
        "using System.Net.Sockets; public record All(NetworkStream S); public class C { public async Task Loop(NetworkStream s) { All? a = null; while (true) { await Task.Yield(); " + turn + " } } void Handle(ref All? a, NetworkStream s) { if (a != null) return; a = new All(s); _ = Relay(a); } async Task Relay(All a) { while (true) await a.S.WriteAsync(new byte[3]); } }");

    // A lock that is a value, in a variable that all the functions share.
    [Theory]
    [InlineData("", "sync.Enter(ref got);", "")]
    [InlineData("Warning", "own.Enter(ref got);", "var own = new SpinLock();")]
    [InlineData("Warning", "got = false;", "")]
    public void ALockThatIsAValue(string severity, string enter, string before) => Expect("ASA0105", severity,
        "using System.Diagnostics; public class C { public async Task Run() { var all = new List<string?>(); var sync = new SpinLock(); void With(Action a) { " + before + " var got = false; try { " + enter + " a(); } finally { if (got) " + (before.Length > 0 ? "own" : "sync") + ".Exit(); } } var p = new Process(); p.OutputDataReceived += (s, e) => { With(() => all.Add(e.Data)); }; p.ErrorDataReceived += (s, e) => { With(() => all.Add(e.Data)); }; p.Start(); await p.WaitForExitAsync(); } }");

    // Runs that look through it together change nothing.
    [Theory]
    [InlineData("Info", "public async Task Go() { while (true) { await Task.Delay(1); _ = Tell(); } }")]
    [InlineData("Warning", "public async Task Go() { while (true) { await Task.Delay(1); _ = Tell(); _ = Joined(3); } } async Task Joined(int x) { await Task.Delay(1); Add(x); }")]
    public void LookedThroughTogether(string severity, string start) => Expect("ASA0104", severity,
        "public class C { readonly List<int> _all = new(); public void Add(int x) => _all.Add(x); " + start + "\n async Task Tell() { foreach (var x in _all) await Task.Delay(x); } }");

    // A timer of the interface ticks between other events.
    [Theory]
    [InlineData("Info", "Tick")]
    [InlineData("Warning", "Elapsed")]
    public void ATickOfTheInterface(string severity, string happening) => Expect("ASA0503", severity,
        "public class Clock { public event EventHandler? Tick, Elapsed; } public class Pages { public event Action<int>? Turned; } public class C { readonly Clock _clock = new(); CancellationTokenSource _now = new(); public C(Pages pages) { _clock." + happening + " += OnTime; pages.Turned += OnTurned; } async void OnTime(object? s, EventArgs e) => await Load(); async void OnTurned(int n) => await Load(); async Task Load() { _now.Cancel(); _now = new CancellationTokenSource(); await Task.Delay(1, _now.Token); } }");

    // Calls that are strung together set the object up.
    [Theory]
    [InlineData("Info", "public C Add(int x) { _all.Add(x); return this; }")]
    [InlineData("Warning", "public C Add(int x) { _all.Add(x); return new C(); }")]
    [InlineData("Warning", "public C Add(int x) { _all.Add(x); return this; } public void Put(int x) => _all.Add(x);")]
    public void SetUpByCallsInARow(string severity, string add) => Expect("ASA0104", severity,
        Singleton + "public class C { readonly List<int> _all = new(); " + add + " public async Task Tell() { foreach (var x in _all) await Task.Delay(x); } }");

    // The place is cleared before the loop begins.
    [Theory]
    [InlineData("", "var all = _all; _all = null; foreach (var x in all) await Task.Delay(x);")]
    [InlineData("Warning", "var all = _all; foreach (var x in all) await Task.Delay(x); _all = null;")]
    [InlineData("Warning", "var all = _all; if (all.Count > 9) { _all = null; } foreach (var x in all) await Task.Delay(x);")]
    public void TakenAwayBeforeTheLoop(string severity, string body) => Expect("ASA0104", severity,
        Singleton + "public class C { List<int>? _all; public void Begin() => _all = new List<int>(); public void Add(int x) { if (_all != null) _all.Add(x); } public async Task Tell() { if (_all == null) return; " + body + " } }");

    // Seconds of now are the time of now.
    [Theory]
    [InlineData("Info", "DateTimeOffset.Now.ToUnixTimeSeconds()")]
    [InlineData("Warning", "x + 1")]
    public void SecondsOfNow(string severity, string now) => Expect("ASA0105", severity,
        "public class C { long _last; public Task All(long[] all) => Parallel.ForEachAsync(all, async (x, t) => { await Task.Delay(1, t); var now = " + now + "; if (now - _last > 10) { _last = now; Clean(); } }); void Clean() { } }");

    private static void Expect(string rule, string severity, string source, bool orLess = false)
    {
        var reports = AnalyzerRunner.Run(source);
        var worst = reports.Where(d => d.Id == rule && d.Severity >= DiagnosticSeverity.Info).Select(d => d.Severity).DefaultIfEmpty().Max() is var most and not DiagnosticSeverity.Hidden ? most.ToString() : "";
        Assert.True(worst == severity || (orLess && severity != "Warning" && worst.Length == 0), $"{worst}: {string.Join('\n', reports)}");
    }
}
