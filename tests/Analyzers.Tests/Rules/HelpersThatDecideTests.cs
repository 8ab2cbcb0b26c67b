using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Helpers, lambdas and handlers that take a part of the protocol: each beside the nearest form that is wrong. The highest severity with which a rule reports the source.</summary>
public sealed class HelpersThatDecideTests
{
    // A helper claims the flag and says whether it did.
    [Theory]
    [InlineData("", "if (_busy) return false; _busy = true; return true;")]
    [InlineData("", "if (!_busy) { _busy = true; return true; } return false;")]
    [InlineData("Info", "if (_busy) return true; _busy = true; return true;")]
    [InlineData("Info", "if (_n > 9) return true; if (_busy) return false; _busy = true; return true;")]
    public void AClaimOfAHelper(string severity, string body) => Expect("ASA0101", severity,
        "public class C { bool _busy; int _n; public async Task Run() { if (!Begin()) return; try { var n = _n; await Task.Delay(1); _n = n + 1; } finally { _busy = false; } } bool Begin() { " + body + " } }");

    // The body of a partial method stands in another part.
    [Theory]
    [InlineData("", "if (_busy) return false; _busy = true; return true;")]
    [InlineData("Info", "return true;")]
    public void AClaimOfAPartialHelper(string severity, string body) => Expect("ASA0101", severity,
        "public partial class C { bool _busy; int _n; private partial bool Begin(); public async Task Run() { if (!Begin()) return; try { var n = _n; await Task.Delay(1); _n = n + 1; } finally { _busy = false; } } } public partial class C { private partial bool Begin() { " + body + " } }");

    [Theory]
    [InlineData("", "_n")]
    [InlineData("Info", "old")]
    public void AnArgumentOfAPartialHelper(string severity, string given) => Expect("ASA0101", severity,
        "public partial class C { int _n; private partial void Set(int number); public async Task Run() { var old = _n; await Task.Delay(old); Set(" + given + "); } } public partial class C { private partial void Set(int value) { _n = value + 1; } }");

    // What a lambda or local function has of the method around it is as old as it is there.
    [Theory]
    [InlineData("Info", "void Set() { _n = n + 1; } await Task.Delay(1); Set();")]
    [InlineData("Info", "async Task Set() { await Task.Delay(1); _n = n + 1; } await Set();")]
    [InlineData("Info", "Func<Task> set = async () => { await Task.Delay(1); Action store = () => _n = n + 1; store(); }; await set();")]
    [InlineData("", "void Set() { _n = n + 1; } Set(); await Task.Delay(1);")]
    [InlineData("", "void Set() { _n = _n + n; } await Task.Delay(1); n = 1; Set();")]
    public void WhatIsCaptured(string severity, string body) => Expect("ASA0101", severity,
        "public class C { int _n; public async Task Run() { var n = _n; " + body + " } }");

    // Nobody can wait for an async lambda that is taken for an action.
    [Theory]
    [InlineData("", "public async Task Run(Func<Task> body) { await _g.WaitAsync(); try { await body(); } finally { _g.Release(); } }", "Task", "")]
    [InlineData("Warning", "public void Run(Action body) { lock (_g) body(); }", "void", "")]
    [InlineData("", "public void Run(Action body) { lock (_g) body(); }", "void", "// ")]
    public void AnAsyncLambdaAsAnAction(string severity, string runner, string result, string off) => Expect("ASA0101", severity,
        "public class Locked { readonly SemaphoreSlim _g = new(1, 1); " + runner + " } public class C { readonly Locked _locked = new(); int _n; public " + result + " Pay(Task<int> t) => _locked.Run(" + (off.Length > 0 ? "() => { _n += t.Id; }" : "async () => { _n += await t; }") + "); }");

    // What has been taken out is nobody else's, whatever is put in its place.
    [Theory]
    [InlineData("", "(var batch, _all) = (_all, new List<int>());")]
    [InlineData("", "var batch = _all; _all = new();")]
    [InlineData("Info", "var batch = _all;")]
    public void ABatchThatIsTakenOut(string severity, string take) => Expect("ASA0102", severity,
        "public class C { List<int> _all = new(); public void Put(int i) => _all.Add(i); public async Task Run() { " + take + " if (batch.Count == 0) return; await Task.Delay(1); _all.Insert(0, 1); } }");

    // A property that makes a new object each time is no place.
    [Theory]
    [InlineData("", "public static Order Empty => new();")]
    [InlineData("", "public static Order Empty { get { return new Order(); } }")]
    [InlineData("Warning", "public static Order Empty { get; } = new();")]
    [InlineData("Warning", "static readonly Order s_empty = new(); public static Order Empty => s_empty;")]
    public void APropertyThatMakes(string severity, string property) => Expect("ASA0101", severity,
        "public class Order { public int Cents; " + property + " } public class C { public async Task<int> Run() { var order = Order.Empty; var was = order.Cents; await Task.Delay(1); order.Cents = was + 1; return order.Cents; } }");

    // A handler that takes itself off before it waits runs once.
    [Theory]
    [InlineData("", "public C(Source s) { _s = s; s.Ready += OnReady; }", "_s.Ready -= OnReady; _n += await _t;")]
    [InlineData("Warning", "public C(Source s) { _s = s; s.Ready += OnReady; }", "_n += await _t; _s.Ready -= OnReady;")]
    [InlineData("Warning", "public C(Source s) { _s = s; s.Ready += OnReady; }", "_s.Gone -= OnReady; _n += await _t;")]
    [InlineData("Warning", "public C(Source s) { _s = s; } public void Start() { _s.Ready += OnReady; }", "_s.Ready -= OnReady; _n += await _t;")]
    [InlineData("Warning", "public C(Source s) { _s = s; s.Ready += OnReady; s.Gone += OnReady; }", "_s.Ready -= OnReady; _n += await _t;")]
    public void AHandlerThatTakesItselfOff(string severity, string members, string body) => Expect("ASA0101", severity,
        "public class Source { public event Action? Ready, Gone; public void Raise() { Ready?.Invoke(); Gone?.Invoke(); } } public class C { readonly Source _s; readonly Task<int> _t = Task.FromResult(1); int _n; " + members + " async void OnReady() { " + body + " } }");

    // Of two spare ones that are put back one is enough, as long as nobody uses what lies there.
    [Theory]
    [InlineData("", "null) ?? new List<int>()", "")]
    [InlineData("Warning", "new List<int>())", "")]
    [InlineData("Warning", "null) ?? new List<int>()", "public void Put(int i) => _spare!.Add(i);")]
    public void ASpareOneThatIsPutBack(string severity, string given, string more) => Expect("ASA0101", severity,
        "public class C { List<int>? _spare; " + more + " public async Task Run() { var list = Interlocked.Exchange(ref _spare, " + given + "; await Task.Delay(1); _spare = list; } }");

    // Who does not look whether it was stored loses what was made of the old value.
    [Theory]
    [InlineData("Warning", "Interlocked.CompareExchange(ref _s, old + text, old);")]
    [InlineData("", "if (Interlocked.CompareExchange(ref _s, old + text, old) != old) throw new InvalidOperationException();")]
    [InlineData("", "Interlocked.CompareExchange(ref _s, text, null);")]
    [InlineData("", "Interlocked.CompareExchange(ref _s, null, old);")]
    public void AnExchangeWhoseAnswerIsDropped(string severity, string store) => Expect("ASA0101", severity,
        "public class C { string? _s; public async Task Run(Task<string> t) { var old = _s; var text = await t; " + store + " } }");

    // Each caller brings a value of its own.
    [Theory]
    [InlineData("Info", "_owner = name;")]
    [InlineData("", "_owner = await t;")]
    public void AFillOfTheCaller(string severity, string fill) => Expect("ASA0102", severity,
        "public class C { string? _owner; public async Task<bool> Take(string name, Task<string> t) { if (_owner is not null) return false; await t; " + fill + " return true; } }");
}
