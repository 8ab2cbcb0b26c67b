using AsyncStateAnalyzers.Testing;
using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Work that has ended before the place is come to, locks that let their holder in again, counts that are taken back: each beside the nearest form that is wrong. The highest severity with which a rule reports the source.</summary>
public sealed class EndedBesideRacyTests
{
    private const string Together = " static class Go { public static Task All(C c) => Task.WhenAll(c.Run(), c.Run()); }";

    // A loop that asks until the task has ended comes to the next turn behind it.
    [Theory]
    [InlineData("Info", "var t = Task.Run(Install); while (!t.IsCompleted) { await Task.Delay(9); }")]
    [InlineData("Info", "Task t; if (i > 3) t = Task.Delay(1); else { t = Task.Run(Install); } while (s_on && !t.IsCompleted) { await Task.Delay(9); if (i > 5) s_on = false; }")]
    [InlineData("Info", "var t = Task.Run(async () => { await Install(); }); try { Console.WriteLine(); await t.ConfigureAwait(false); } catch (IOException) { }")]
    [InlineData("Warning", "var t = Task.Run(Install); while (!t.IsCompleted || i > 3) { await Task.Delay(9); if (i > 4) break; }")]
    [InlineData("Warning", "var t = Task.Run(Install); if (i > 3) { while (!t.IsCompleted) { await Task.Delay(9); } }")]
    [InlineData("Warning", "var t = Task.Run(Install); if (i > 3) continue; while (!t.IsCompleted) { await Task.Delay(9); }")]
    [InlineData("Warning", "var t = Task.Run(Install); while (i > 0 && t.IsCompleted) { await Task.Delay(9); }")]
    [InlineData("Warning", "var t = Task.Run(Install); await Task.Delay(9); Console.WriteLine(t.IsCompleted);")]
    public void AskedUntilItHasEnded(string severity, string turn) => Expect("ASA0102", severity,
        "public static class C { static bool s_on = true; static readonly HashSet<string> s_known = new(); public static async Task Run(int[] all) { foreach (var i in all) { " + turn + " } } static async Task Install() { if (!s_known.Contains(\"a\")) { await Task.Delay(1); s_known.Add(\"a\"); } } }");

    // The handler of the end waits until all output has been read.
    [Theory]
    [InlineData("", "p.WaitForExit(); if (p.ExitCode == 0) { end.TrySetResult(all.ToString()); }")]
    [InlineData("Warning", "end.TrySetResult(all.ToString());")]
    [InlineData("Warning", "p.WaitForExit(100); end.TrySetResult(all.ToString());")]
    [InlineData("Warning", "if (p.ExitCode == 0) { p.WaitForExit(); } end.TrySetResult(all.ToString());")]
    [InlineData("Warning", "end.TrySetResult(all.ToString()); p.WaitForExit();")]
    public void BehindAllOutput(string severity, string exited) => Expect("ASA0105", severity,
        "public class C { public Task<string> Run(System.Diagnostics.Process p) { var end = new TaskCompletionSource<string>(); var all = new System.Text.StringBuilder(); p.ErrorDataReceived += (_, e) => { if (e.Data != null) all.AppendLine(e.Data); }; p.Exited += (_, _) => { " + exited + " }; p.Start(); p.BeginErrorReadLine(); return end.Task; } }");

    // Both outputs come side by side, whoever waits for them.
    [Fact]
    public void TwoOutputsBeforeTheEnd() => Expect("ASA0105", "Warning",
        "public class C { public Task<string> Run(System.Diagnostics.Process p) { var end = new TaskCompletionSource<string>(); var all = new System.Text.StringBuilder(); p.OutputDataReceived += (_, e) => { all.AppendLine(e.Data); }; p.ErrorDataReceived += (_, e) => { all.AppendLine(e.Data); }; p.Exited += (_, _) => { p.WaitForExit(); end.TrySetResult(all.ToString()); }; p.Start(); p.BeginOutputReadLine(); p.BeginErrorReadLine(); return end.Task; } }");

    // The command line, of a package that is not at hand, runs its handler once in a process.
    [Theory]
    [InlineData("", "var root = new RootCommand(); root.SetHandler(Handle);")]
    [InlineData("", "var root = new RootCommand(); root.Handler = CommandHandler.Create<object>(Handle);")]
    [InlineData("Warning", "foreach (var a in args) new RootCommand().SetHandler(Handle);")]
    [InlineData("Warning", "var root = new RootCommand(); root.OnMessage(Handle);")]
    [InlineData("Warning", "var root = new RootCommand(); root.SetHandler(Handle); } public static void Set(Bot bot) { bot.SetHandler(Handle);")]
    public void RunOnceByTheCommandLine(string severity, string main) => Assert.Equal(
        severity,
        string.Concat(AnalyzerRunner.Run("public static class Program { static object? s_options; static void Main(string[] args) { " + main + " } static async Task Handle(object options) { s_options = options; await Task.Delay(1); Console.WriteLine(s_options); } }").Where(d => d.Id == "ASA0404").Select(d => d.Severity)));

    private const string Again = " public class Again { readonly SemaphoreSlim _s = new(1, 1); readonly AsyncLocal<Held?> _own = new(); public IDisposable Lock() { var h = _own.Value ??= new Held(this); h.Enter(); return h; } public Task<IDisposable> LockAsync() { var h = _own.Value ??= new Held(this); return h.EnterAsync(); } class Held : IDisposable { int Depth { get; set; } readonly Again _a; public Held(Again a) { _a = a; } public void Enter() { if (Depth == 0) _a._s.Wait(); Depth++; } public async Task<IDisposable> EnterAsync() { if (Depth == 0) await _a._s.WaitAsync(); Depth++; return this; } public void Dispose() { if (--Depth <= 0) { _a._s.Release(); _a._own.Value = null; } } } }";

    // What a property in between gives back is not what the caller has taken.
    [Theory]
    [InlineData("", "using (await _g.LockAsync()) { if (Count == 0) return; Take(); }")]
    [InlineData("", "using (await _g.LockAsync()) { while (Count == 0) { await Task.Delay(1); } Take(); }")]
    [InlineData("Warning", "using (await _g.LockAsync()) { if (Count == 0) return; } Take();")]
    [InlineData("Warning", "if (Count == 0) return; await Task.Delay(1); Take();")]
    public void TakenAgainInBetween(string severity, string body) => Expect("ASA0106", severity,
        "public class C { readonly Again _g = new(); int _n; public int Count { get { using (_g.Lock()) { return _n; } } } public void Add() { using (_g.Lock()) { _n++; } } public void AddTwo() { using (_g.Lock()) { _n += 2; } } public void Clear() { using (_g.Lock()) { _n = 0; } } void Take() { if (_n > 0) { _n--; } } public async Task Run() { " + body + " } }" + Again);

    // A lock of a thread is for the beginning where another object does the work.
    [Theory]
    [InlineData("Info", "Monitor.Enter(_l); try { return _next.Send(m); } finally { Monitor.Exit(_l); }")]
    [InlineData("Info", "_rw.EnterWriteLock(); try { return _next.Send(m); } finally { _rw.ExitWriteLock(); }")]
    [InlineData("Warning", "_rw.EnterReadLock(); try { return _next.Send(m); } finally { _rw.ExitReadLock(); }")]
    [InlineData("Warning", "Monitor.Enter(_l); try { return Save(m); } finally { Monitor.Exit(_l); }")]
    [InlineData("Warning", "_s.Wait(); try { return _next.Send(m); } finally { _s.Release(); }")]
    public void BegunUnderALockOfTheThread(string severity, string body) => Expect("ASA0209", severity,
        "public interface INext { Task Send(object m); } public class C { readonly object _l = new(); readonly ReaderWriterLockSlim _rw = new(); readonly SemaphoreSlim _s = new(1, 1); readonly INext _next; int _n; public C(INext next) { _next = next; } public Task Run(object m) { " + body + " } public void Fill(int n) { _rw.EnterWriteLock(); _n += n; _rw.ExitWriteLock(); } async Task Save(object m) { var n = _n; await Task.Delay(1); _n = n + 1; } }");

    // Each takes back what it has counted in the step that looked.
    [Theory]
    [InlineData("", "if (_n < 5) { _n++; } else { if (_waiting > 9) return; _waiting++; }", "if (_waiting == 0) { _n--; } else { _waiting--; }")]
    [InlineData("Warning", "if (_n < 5) { Console.WriteLine(); } else { if (_waiting > 9) return; _waiting++; }", "if (_waiting == 0) { _n--; } else { _waiting--; }")]
    [InlineData("Warning", "if (_n < 5) { _n++; } else { if (_waiting > 9) return; _waiting++; }", "if (_waiting == 0) { _n = 0; } else { _waiting--; }")]
    [InlineData("Warning", "if (_n >= 5) return;", "_n++;")]
    public void TakesBackWhatItHasCounted(string severity, string first, string last) => Expect("ASA0102", severity,
        "public class C { readonly object _l = new(); int _n, _waiting; public void Wait() { lock (_l) { _waiting++; } } public int Running() { lock (_l) { return _n; } } public async Task Run() { lock (_l) { " + first + " } try { await Task.Delay(1); } finally { lock (_l) { " + last + " } } } }" + Together);

    // A text that is filled in where it is missing is the same for both.
    [Theory]
    [InlineData("", "string.IsNullOrEmpty(_x)", "_x = r;")]
    [InlineData("", "string.IsNullOrWhiteSpace(_x)", "_x = r + \"/\";")]
    [InlineData("Warning", "_x == \"none\"", "_x = r;")]
    public void AMissingText(string severity, string missing, string fills) => Expect("ASA0102", severity,
        "public class C { string? _x; static Task<string> Ask() => Task.FromResult(\"\"); public async Task Run() { if (" + missing + ") { await Task.Yield(); var r = await Ask(); " + fills + " } } }" + Together);
}
