using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Work that is started again and runs once at a time, lists that are filled before the start, signals behind which nothing is looked at: each beside the nearest form that is wrong. The highest severity with which a rule reports the source.</summary>
public sealed class InTurnBesideRacyTests
{
    private const string Together = " static class Go { public static Task All(C c) => Task.WhenAll(c.Run(default), c.Run(default)); }";

    // Only who wins an exchange of state starts the thread, however often a loop asks for it.
    [Theory]
    [InlineData("", "if (Interlocked.Exchange(ref s_started, 1) == 1) return;")]
    [InlineData("", "if (Interlocked.CompareExchange(ref s_started, 1, 0) != 0) { return; }")]
    [InlineData("Warning", "")]
    [InlineData("Warning", "if (Interlocked.Increment(ref s_started) > 5) return;")]
    [InlineData("Warning", "var own = 0; if (Interlocked.Exchange(ref own, 1) == 1) return;")]
    public void StartedByWhoWinsAnExchange(string severity, string claim) => Expect("ASA0105", severity,
        "public static class C { static int s_started, s_n; static bool s_on = true; public static void Stop() => s_on = false; public static void Watch() { while (s_on) { Thread.Sleep(9); Begin(); } } static void Begin() { " + claim + " var t = new Thread(() => Work()) { IsBackground = true }; t.Start(); } static void Work() { s_n++; Interlocked.Exchange(ref s_started, 0); } }");

    // Each run waits for the one before, which it is given, and then adds.
    [Theory]
    [InlineData("", "last", "await Task.Delay(i).ConfigureAwait(false); await before.ConfigureAwait(false); _n += i;")]
    [InlineData("", "last", "try { await Task.Delay(i).ConfigureAwait(false); } finally { await before.ConfigureAwait(false); if (i > 0) { _n += i; } }")]
    [InlineData("Warning", "last", "await Task.Delay(i).ConfigureAwait(false); _n += i; await before.ConfigureAwait(false);")]
    [InlineData("Warning", "last", "await Task.Delay(i).ConfigureAwait(false); if (i > 3) { await before.ConfigureAwait(false); } _n += i;")]
    [InlineData("Warning", "first", "await Task.Delay(i).ConfigureAwait(false); await before.ConfigureAwait(false); _n += i;")]
    public void EachWaitsForTheOneBefore(string severity, string given, string body) => Expect("ASA0105", severity,
        "public class C { long _n; public static Task Both(Task a, Task b) => Task.WhenAll(a, b); public async Task Run(int[] all, Task first) { var last = first; foreach (var i in all) { last = Copy(" + given + ", i); } await last; Console.WriteLine(_n); } async Task Copy(Task before, int i) { " + body + " } }");

    // What begins the work goes through what others have added before.
    [Theory]
    [InlineData("Info", "AddStep", "StartAsync")]
    [InlineData("Info", "RegisterStep", "Initialize")]
    [InlineData("Warning", "AddStep", "PublishAsync")]
    [InlineData("Warning", "Then", "StartAsync")]
    public void FilledBeforeTheStart(string severity, string fills, string goesThrough) => Expect("ASA0104", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); readonly List<Func<Task>> _steps = new(); public void " + fills + "(Func<Task> s) => _steps.Add(s); public async Task " + goesThrough + "() { await _g.WaitAsync(); try { foreach (var s in _steps) await s(); } finally { _g.Release(); } } }");

    // What is only stored behind the wait, or looked at after a failure, does not depend on what comes later.
    [Theory]
    [InlineData("", "_tcs.TrySetResult(r);", "", "if (_was) Console.WriteLine();")]
    [InlineData("", "_tcs.TrySetResult(r);", "_n = 5;", "")]
    [InlineData("Warning", "_tcs.TrySetException(new IOException());", "", "if (_was) Console.WriteLine();")]
    [InlineData("Warning", "_tcs.TrySetResult(r);", "if (_was) Console.WriteLine();", "")]
    [InlineData("Warning", "_tcs.TrySetResult(r);", "_n += 5;", "")]
    public void OnlyStoredBehindTheWait(string severity, string completes, string behind, string handler) => Expect("ASA0501", severity,
        "public class C { TaskCompletionSource<int> _tcs = new(); int _n; bool _was; public async Task<int> Run(int n) { _n = n; _was = true; _tcs = new(); try { var r = await _tcs.Task; " + behind + " return r; } catch (IOException) { " + handler + " return 0; } } public void End(int r) { " + completes + " _n = 0; _was = false; } }");

    // On the way of this task the local has not been given anything.
    [Theory]
    [InlineData("", "if (fits) { b = Rent(); Console.WriteLine(b); } else { return Send(m); } return Task.CompletedTask;")]
    [InlineData("", "if (!fits) return Send(m); b = Rent(); Console.WriteLine(b); return Task.CompletedTask;")]
    [InlineData("Warning", "if (fits) { b = Rent(); } return Send(m);")]
    [InlineData("Warning", "b = Rent(); if (fits) return Send(m); return Task.CompletedTask;")]
    [InlineData("Warning", "while (true) { if (!fits) return Send(m); b = Rent(); fits = false; }")]
    public void NothingToGiveBackOnThisWay(string severity, string body) => Expect("ASA0209", severity,
        "public interface IBuf { void Release(); } public class C { readonly IBuf _one; public C(IBuf one) => _one = one; IBuf Rent() => _one; Task Send(object o) => Task.Delay(1); public Task Write(object m, bool fits) { IBuf? b = null; try { " + body + " } finally { b?.Release(); } } }");

    // Where the wait is refused the process ends.
    [Theory]
    [InlineData("", "Environment.FailFast(\"twice\"); return;")]
    [InlineData("", "Environment.Exit(1);")]
    [InlineData("Warning", "return;")]
    public void NothingComesAfterTheRefusal(string severity, string refused) => Expect("ASA0202", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); public async Task Stop() { try { if (!await _g.WaitAsync(0)) { Console.WriteLine(); " + refused + " } await Task.Delay(1); } catch (Exception) { Console.WriteLine(); } finally { _g.Release(); } } }");

    // A timer is one sender; two objects are two.
    [Theory]
    [InlineData("Info", "System.Timers.Timer a", "a.Elapsed += Tell;", "System.Timers.ElapsedEventArgs")]
    [InlineData("Warning", "Source a", "a.Changed += Tell;", "EventArgs")]
    public void AFlagThatATimerRaises(string severity, string source, string subscribes, string args) => Expect("ASA0102", severity,
        "public class Source { public event EventHandler? Changed; public void Raise() => Changed?.Invoke(this, EventArgs.Empty); } public class C { bool _told; public C(" + source + ") { " + subscribes + " } async void Tell(object? o, " + args + " e) { if (!_told) { await Task.Delay(1); _told = true; } } }");

    // Who looks is counted in the step that looks, and the last one clears.
    [Theory]
    [InlineData("", "Interlocked.Increment(ref _users); }", "Interlocked.Decrement(ref _users) == 0")]
    [InlineData("Warning", "}", "Interlocked.Decrement(ref _users) == 0")]
    [InlineData("Warning", "} Interlocked.Increment(ref _users);", "Interlocked.Decrement(ref _users) == 0")]
    [InlineData("Warning", "Interlocked.Increment(ref _users); }", "_users > 0")]
    public void TheLastOneClears(string severity, string counts, string last) => Expect("ASA0102", severity,
        "public class C { readonly object _l = new(); Waiter? _w; int _users, _busy; public void Enter() { lock (_l) { _busy++; } } public async Task Run(CancellationToken t) { Waiter? mine = null; lock (_l) { if (_busy > 0) { if (_w != null) mine = _w; else { mine = new Waiter(); _w = mine; } } " + counts + " if (mine != null) { await mine.Wait(t); if (" + last + ") { _w = null; } } } } public class Waiter { public Task Wait(CancellationToken t) => Task.Delay(1, t); }" + Together);

    // Each member that leads through it holds the guard: whoever else calls it is taken to do so as well.
    [Theory]
    [InlineData("Info", "await _g.WaitAsync(); try { await Save(); } finally { _g.Release(); }")]
    [InlineData("Warning", "await Save();")]
    public void CalledUnderTheGuard(string severity, string sync) => Expect("ASA0101", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); readonly List<int> _hits = new(); public async Task Add(int h) { await _g.WaitAsync(); try { _hits.Add(h); if (_hits.Count > 9) await Save(); } finally { _g.Release(); } } public async Task Save() { Console.WriteLine(_hits.ToList()); await Task.Delay(1); _hits.Clear(); } public async Task Sync() { " + sync + " } }");
}
