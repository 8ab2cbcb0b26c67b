using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Checks to which the source has an answer, loops that stand still, releases by helpers: each beside the nearest form that is wrong. The highest severity with which a rule reports the source.</summary>
public sealed class AnsweredBesideRacyTests
{
    private const string TryRelease = " public static class Ext { public static void TryRelease(this SemaphoreSlim s) { try { s.Release(); } catch (ObjectDisposedException) { } } }";

    private const string Together = " static class Go { public static Task All(C c) => Task.WhenAll(c.Run(default), c.Run(default)); }";

    // The step that sets the flag sees whether somebody was first, and goes by that.
    [Theory]
    [InlineData("", "bool first; lock (_l) { first = !_closed; _closed = true; } if (first) Console.WriteLine();")]
    [InlineData("", "bool first; lock (_l) { first = !_closed; _n++; _closed = true; } if (!first) return; Console.WriteLine();")]
    [InlineData("Warning", "lock (_l) { _closed = true; } Console.WriteLine();")]
    [InlineData("Warning", "bool first; lock (_l) { first = !_closed; _closed = true; } Console.WriteLine();")]
    [InlineData("Warning", "bool first; lock (_l) { first = !_other; _closed = true; } if (first) Console.WriteLine();")]
    [InlineData("Warning", "var first = !_closed; await Task.Delay(1, t); lock (_l) { _closed = true; } if (first) Console.WriteLine();")]
    public void SeenAsItIsSet(string severity, string end) => Expect("ASA0102", severity,
        "public class C { readonly object _l = new(); bool _closed, _other; int _n; public void Other() { lock (_l) { _other = true; } } public async Task Run(CancellationToken t) { lock (_l) { if (_closed) return; } await Task.Delay(1, t); " + end + " } }" + Together);

    // All who pass the check wait for one run, and nobody lowers the flag.
    [Theory]
    [InlineData("", "run = _run ??= Task.Delay(1); } await run;", "")]
    [InlineData("", "run = _run ??= Task.Delay(1); } await run.ConfigureAwait(false);", "")]
    [InlineData("Warning", "run = Task.Delay(1); } await run;", "")]
    [InlineData("Warning", "run = _run ??= Task.Delay(1); } await run; await Task.Delay(2, t);", "")]
    [InlineData("Warning", "run = _run ??= Task.Delay(1); } await run;", "public void Reset() { lock (_l) { _done = false; } }")]
    public void OneRunForAll(string severity, string work, string more) => Expect("ASA0102", severity,
        "public class C { readonly object _l = new(); bool _done; Task? _run; " + more + " public async Task Run(CancellationToken t) { Task run; lock (_l) { if (_done) return; " + work + " lock (_l) { _done = true; _run = null; } } }" + Together);

    // The look outside the guard ends only calls that never come to the write.
    [Theory]
    [InlineData("", "if (key == null && _all.Count == 0) return;", "if (key == null) { _n = 0; return; }")]
    [InlineData("", "if (key is null && !_all.Any()) return;", "if (key is null) { throw new InvalidOperationException(); }")]
    [InlineData("Warning", "if (_all.Count == 0) return;", "if (key == null) { _n = 0; return; }")]
    [InlineData("Warning", "if (key == null && _all.Count == 0) return;", "if (key == null) { _n = 0; }")]
    [InlineData("Warning", "if (key == null && _all.Count == 0) return; key = null;", "if (key == null) { _n = 0; return; }")]
    public void EndsOtherCalls(string severity, string look, string again) => Expect("ASA0102", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); readonly HashSet<string> _all = new(); int _n; public async Task Set(string? key, CancellationToken t) { " + look + " await _g.WaitAsync(t); try { " + again + " await Add(\"a\", t); } finally { _g.Release(); } } async Task Add(string s, CancellationToken t) { await Task.Delay(1, t); _all.Add(s); } public async Task Drop(string s) { await _g.WaitAsync(); try { _all.Remove(s); } finally { _g.Release(); } } }");

    // The handler lets nobody through for a while after the last.
    [Theory]
    [InlineData("Info", "if (DateTime.UtcNow - _last < TimeSpan.FromMinutes(59)) return; _last = DateTime.UtcNow; await Look();")]
    [InlineData("Warning", "await Look();")]
    [InlineData("Warning", "_last = DateTime.UtcNow; await Look();")]
    [InlineData("Warning", "if (DateTime.UtcNow - _last < TimeSpan.FromMinutes(59)) return; await Task.Delay(1); _last = DateTime.UtcNow; await Look();")]
    public void AHandlerThatComesSeldom(string severity, string body) => Expect("ASA0102", severity,
        "public class Source { public event EventHandler? Changed; public void Raise() => Changed?.Invoke(this, EventArgs.Empty); } public class C { bool _offered; DateTime _last; public C(Source a, Source b) { a.Changed += Handle; b.Changed += Handle; } async void Handle(object? o, EventArgs e) { " + body + " } async Task Look() { if (_offered) return; await Task.Delay(1); _offered = true; } }");

    // A loop that stands still until the task has ended starts no second one.
    [Theory]
    [InlineData("Info", "while (_names.TryDequeue(out var name)) { LoadAsync(name).GetAwaiter().GetResult(); }")]
    [InlineData("Info", "LoadAsync(\"a\").Wait(); LoadAsync(\"b\").Wait();")]
    [InlineData("Warning", "while (_names.TryDequeue(out var name)) { _ = LoadAsync(name); }")]
    [InlineData("Warning", "_ = LoadAsync(\"a\"); LoadAsync(\"b\").Wait(); _ = LoadAsync(\"c\");")]
    public void ALoopThatStandsStill(string severity, string loop) => Expect("ASA0102", severity,
        "public class C { readonly System.Collections.Concurrent.ConcurrentQueue<string> _names = new(); int _tries; public void Run() { " + loop + " } async Task LoadAsync(string name) { if (_tries > 5) return; await Task.Delay(1); _tries = 6; } }");

    // An extension method gives it back, and passes over a disposed one.
    [Theory]
    [InlineData("", "try { _n++; if (_n > 3) return false; await Task.Delay(1); } finally { _g.TryRelease(); } await Look(); return true;")]
    [InlineData("Warning", "try { _n++; if (_n > 3) return false; await Task.Delay(1); await Look(); } finally { _g.TryRelease(); } return true;")]
    public void GivenBackByAnExtension(string severity, string body) => Expect("ASA0203", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); int _n; public async Task<bool> Send() { await _g.WaitAsync(); " + body + " } public async Task Look() { await _g.WaitAsync(); try { _n++; } finally { _g.Release(); } } }" + TryRelease);

    [Theory]
    [InlineData("", "try { await Task.Delay(_n); } finally { _g.TryRelease(); }")]
    [InlineData("Warning", "if (_n > 3) return; try { await Task.Delay(_n); } finally { _g.TryRelease(); }")]
    public void LeftWithoutTheExtension(string severity, string body) => Expect("ASA0201", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); int _n; public void Set(int n) => _n = n; public async Task Send() { await _g.WaitAsync(); " + body + " } public async Task Look() { await _g.WaitAsync(); try { _n++; } finally { _g.Release(); } } }" + TryRelease);

    // The release of the handler is the other way, whichever of two calls has come there.
    [Theory]
    [InlineData("", "try { if (m > 4) { _n++; _g.Release(); return; } await p.Send(m); _g.Release(); } catch (IOException) { _g.Release(); throw; }")]
    [InlineData("Warning", "try { await p.Send(m); _g.Release(); await p.Send(0); } catch (IOException) { _g.Release(); throw; } _g.Release();")]
    public void AHelperThatIsCalledTwice(string severity, string body) => Expect("ASA0202", severity,
        "public class Peer { public Task Send(int m) => Task.Delay(m); } public class C(Peer p) { readonly SemaphoreSlim _g = new(1, 1); int _n; async Task Send(int m, CancellationToken t) { await _g.WaitAsync(t); " + body + " } public async Task Run(int m, CancellationToken t) { if (m > 3) { await Send(m, t); return; } await Send(0, t); } }");
}
