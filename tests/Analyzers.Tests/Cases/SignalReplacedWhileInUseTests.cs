using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Token sources, signals and timers that are ended and replaced while somebody else is at them.</summary>
public sealed class SignalReplacedWhileInUseTests
{
    private const string Cts = "CancellationTokenSource? _cts; ";
    private const string Gate = "readonly object _gate = new(); readonly SemaphoreSlim _one = new(1, 1); ";
    private const string Singleton = " } static class P { public static void Main(object services) => services.AddSingleton<C>(); static void AddSingleton<T>(this object o) { }";
    private const string Swap = "_cts?.Cancel(); _cts?.Dispose(); _cts = new();";
    private const string Set = "TaskCompletionSource _set = new(); bool _on; public void Set() { _on = true; _set.TrySetResult(); } static Task Work() => Task.CompletedTask; ";
    private const string View = " } public class PanelViewModel : INotify { ";

    [Theory]
    [InlineData(Cts + "public async Task Again() { _cts?.Cancel(); await Task.Delay(1); _cts = new(); }" + Singleton, "one object for all, and a wait between")]
    [InlineData("static CancellationTokenSource? s_cts; public static async Task Again() { s_cts?.Cancel(); await Task.Delay(1); s_cts = new(); }", "static state, and a wait between")]
    [InlineData(Cts + "Timer? _t; public C() => _t = new Timer(_ => Again(), null, 100, 100); public void Again() { " + Swap + " }", "a timer and a caller")]
    [InlineData(Cts + "public C(CancellationToken t) => t.Register(Again); public void Again() { " + Swap + " }", "a cancellation and a caller")]
    [InlineData(Cts + "public void Begin() => Task.Run(() => Renew()); public void Reset() => Renew(); void Renew() { " + Swap + " }", "work and a caller")]
    public void It_is_a_warning(string members, string because) => Assert.True(Run(members) is [{ Severity: DiagnosticSeverity.Warning }], because);

    [Theory]
    [InlineData(Cts + "public void Again() { " + Swap + " }" + Singleton, "one object for all")]
    [InlineData(Cts + "public void Again() { _cts?.Cancel(); _cts = CancellationTokenSource.CreateLinkedTokenSource(default); }" + Singleton, "a linked one")]
    [InlineData(Cts + "public void Again() { var old = _cts; _cts = new(); old?.Cancel(); }" + Singleton, "through a copy")]
    [InlineData(Cts + "public void Again() { if (_cts != null) { _cts.Cancel(); _cts.Dispose(); } _cts = new(); }" + Singleton, "in a branch")]
    [InlineData(Cts + "public void Again() { this._cts?.Cancel(); var fresh = new CancellationTokenSource(); this._cts = fresh; }" + Singleton, "made in a local")]
    [InlineData(Cts + "public void Again() => Renew(); void Renew() { " + Swap + " }" + Singleton, "in a helper")]
    [InlineData("Timer? _t; public void Again() { _t?.Dispose(); _t = new Timer(_ => { }, null, 1000, -1); }" + Singleton, "a timer")]
    [InlineData("TaskCompletionSource _s = new(); public Task Next => _s.Task; public void Pulse() { var last = _s; _s = new(); last.TrySetResult(); }" + Singleton, "a signal")]
    [InlineData("static CancellationTokenSource? s_cts; public static void Again() { s_cts?.Cancel(); s_cts = new(); }", "static state")]
    public void Without_a_wait_between_it_takes_threads(string members, string because) => Assert.True(Run(members) is [{ Severity: DiagnosticSeverity.Info }], because);

    [Fact]
    public void Runs_that_are_started_together_meet_behind_a_wait() =>
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Run(Cts + "public async Task Again() { await Task.Delay(1); " + Swap + " } } public class Users { public Task All(C c, int[] n) => Task.WhenAll(n.Select(_ => c.Again()));")).Severity);

    // Two have waited for one signal: the second replaces the new one, for which a third may wait already.
    [Theory]
    [InlineData(Set + "public async Task NextAsync() { await _set.Task; _set = new(); }" + Singleton, true, "one object for all")]
    [InlineData("static TaskCompletionSource s_set = new(); public static void Set() => s_set.TrySetResult(); public static async Task NextAsync() { await s_set.Task.ConfigureAwait(false); s_set = new(); }", true, "static state")]
    [InlineData(Set + "public async Task NextAsync() { await _set.Task; _set = new(); }", false, "nothing says that it is shared")]
    [InlineData(Set + "public async Task NextAsync() { var last = _set; await last.Task; if (_set == last) _set = new(); }" + Singleton, false, "only while it is still the same")]
    [InlineData(Set + "readonly SemaphoreSlim _one = new(1, 1); public async Task NextAsync() { await _one.WaitAsync(); try { await _set.Task; _set = new(); } finally { _one.Release(); } }" + Singleton, false, "one at a time")]
    [InlineData(Set + "public async Task RunAsync() { while (true) { await _set.Task; _set = new(); } }" + Singleton, false, "a loop has it for itself")]
    [InlineData(Set + "public async Task NextAsync() { await _set.Task; } public void Next() => Interlocked.Exchange(ref _set, new()).TrySetResult();" + Singleton, false, "who tells them renews it")]
    public void Renewed_by_those_who_have_waited(string members, bool reported, string because) => Assert.True(Run(members).Any(d => d.Severity == DiagnosticSeverity.Warning) == reported, because);

    [Theory]
    [InlineData(Cts + "public async Task Again() { _cts?.Cancel(); await Task.Delay(1); _cts = new(); }", "it waits between, and nothing rules out that calls overlap")]
    [InlineData(Cts + "public async Task Again() { if (_cts is { } last) { await last.CancelAsync(); } await _cts!.CancelAsync(); _cts.Dispose(); _cts = new(); }", "it waits for the cancellation")]
    [InlineData(Cts + "bool _busy; public void Again() { if (_busy) return; _busy = true; " + Swap + " _busy = false; }" + Singleton, "a flag in the way")]
    [InlineData(Cts + "public C(Source s) => s.Changed += Renew; public Task Reset() { Renew(null, EventArgs.Empty); return Task.CompletedTask; } void Renew(object? s, EventArgs e) { " + Swap + " } } public class Source { public event EventHandler? Changed; public void Raise() => Changed?.Invoke(this, EventArgs.Empty);", "an event and a caller")]
    public void It_is_a_suggestion(string members, string because) => Assert.True(Run(members) is [{ Severity: DiagnosticSeverity.Info }], because);

    [Theory]
    [InlineData("public async void Button_Click(object s, EventArgs e) { _cts?.Cancel(); await Task.Delay(1); _cts = new(); }", true)]
    [InlineData("public async Task Search() { _cts?.Cancel(); await Task.Delay(1); _cts = new(); }", true)]
    [InlineData("public async Task Search() { _cts?.Cancel(); _cts = new(); await Task.Delay(1, _cts.Token); }", false)]
    [InlineData("public async void Button_Click(object s, EventArgs e) { _cts?.Cancel(); _cts = new(); await Task.Delay(1); }", false)]
    public void On_one_thread_only_a_wait_between_matters(string member, bool reported) =>
        Assert.Equal(reported, Run(" } public class INotify : System.ComponentModel.INotifyPropertyChanged { public event System.ComponentModel.PropertyChangedEventHandler? PropertyChanged; public void Raise() => PropertyChanged?.Invoke(this, new(null)); " + View + Cts + member).Length > 0);

    [Theory]
    [InlineData(Cts + "public void Again() { var old = Interlocked.Exchange(ref _cts, new()); old?.Cancel(); old?.Dispose(); }" + Singleton, "an exchange")]
    [InlineData(Cts + "public void Again() { Interlocked.Exchange(ref _cts, new CancellationTokenSource())?.Cancel(); }" + Singleton, "an exchange in one")]
    [InlineData(Cts + Gate + "public void Again() { lock (_gate) { " + Swap + " } }" + Singleton, "under a lock")]
    [InlineData(Cts + Gate + "public void Again() { lock (_gate) Renew(); } void Renew() { " + Swap + " }" + Singleton, "its caller holds it")]
    [InlineData(Cts + Gate + "public void Again() { lock (_gate) Renew(); } protected void Renew() { " + Swap + " }" + Singleton, "its own callers hold it")]
    [InlineData(Cts + Gate + "public async Task Again() { await _one.WaitAsync(); try { " + Swap + " } finally { _one.Release(); } }" + Singleton, "under a semaphore")]
    [InlineData(Cts + Gate + "public void Again() { CancellationTokenSource? old; lock (_gate) { old = _cts; _cts = new(); } old?.Cancel(); }" + Singleton, "swapped under a lock")]
    [InlineData(Cts + "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] public void Again() { " + Swap + " }" + Singleton, "synchronized")]
    [InlineData(Cts + "int _in; public void Again() { if (Interlocked.Exchange(ref _in, 1) == 1) return; " + Swap + " _in = 0; }" + Singleton, "one wins")]
    [InlineData(Cts + "public C() { " + Swap + " }" + Singleton, "in the constructor")]
    [InlineData(Cts + "public static C Make() { var c = new C(); c.Renew(); return c; } void Renew() { " + Swap + " }" + Singleton, "an object just made")]
    [InlineData(Cts + "public static async Task Make() { C c; c = new C(); await Task.Delay(1); c.Renew(); } void Renew() { " + Swap + " }" + Singleton, "some other object")]
    [InlineData(Cts + "public async Task Again() { " + Swap + " await Task.Delay(1, _cts.Token); } } public class Users { public Task All(C c, int[] n) => Task.WhenAll(n.Select(_ => c.Again()));", "started together, but nobody waits before the swap")]
    [InlineData(Cts + "public void Start() { " + Swap + " } public void Stop() => _cts?.Cancel();" + Singleton, "it starts what the object does")]
    [InlineData(Cts + "public void Dispose() { " + Swap + " }" + Singleton, "it ends what the object does")]
    [InlineData(Cts + "public async Task Again() { " + Swap + " await Task.Delay(1, _cts.Token); }", "no wait between, and nothing about threads")]
    [InlineData(Cts + "public void Again() { " + Swap + " }", "a plain method, and nothing about threads")]
    [InlineData(Cts + "public void Again() { _cts?.Cancel(); _cts = null; }" + Singleton, "nothing new comes")]
    [InlineData("readonly CancellationTokenSource _cts = new(); public void Again() => _cts.Cancel();" + Singleton, "never replaced")]
    [InlineData("public void Again() { var cts = new CancellationTokenSource(); cts.Cancel(); cts = new(); cts.Dispose(); }" + Singleton, "a local")]
    [InlineData("Stream? _s; public void Again() { _s?.Dispose(); _s = new MemoryStream(); }" + Singleton, "another kind of object")]
    [InlineData(Cts + "public void Again(bool on) { if (on) { _cts?.Cancel(); } else { _cts = new(); } }" + Singleton, "two branches")]
    [InlineData(Cts + "public void Again(bool on) { if (on) { _cts?.Cancel(); return; } _cts = new(); }" + Singleton, "it leaves")]
    [InlineData(" } class D { " + Cts + "public async Task Again() { _cts?.Cancel(); await Task.Delay(1); _cts = new(); } } public class Users { public async Task Use() { var d = new D(); await d.Again(); }", "each object stays with its maker")]
    [InlineData("[Xunit.Fact] public void M() { } " + Cts + "public async Task Again() { " + Swap + " await Task.Delay(1); } } } namespace Xunit { class FactAttribute : Attribute { } namespace N { class D {", "a test")]
    public void It_is_silent(string members, string because) => Assert.True(Run(members).Length == 0, because);

    [Theory]
    [InlineData("public async Task Run() { while (true) { await _set.Task; await Work(); _set = new(); } }", "after the work")]
    [InlineData("public async Task Run() { for (;;) { await _set.Task.WaitAsync(TimeSpan.FromSeconds(1)); if (_on) await Work(); _set = new(); } }", "with a limit")]
    [InlineData("public async Task Run() { await Task.WhenAny(_set.Task, Task.Delay(100)); try { await Work(); } finally { _set = new(); } }", "in a finally")]
    public void Renewed_after_the_work(string member, string because) => Assert.True(Run(Set + member) is [{ Severity: DiagnosticSeverity.Warning }], because);

    [Theory]
    [InlineData(Set + "public async Task Run() { while (true) { await _set.Task; _set = new(); await Work(); } }", "before the work")]
    [InlineData(Set + "public async Task Run() { while (true) { _set = new(); await Work(); await _set.Task; } }", "before the work, in the next turn")]
    [InlineData(Set + "public async Task Run() { while (true) { await _set.Task; await Work(); _set = new(); if (_on) await Work(); } }", "looked at again")]
    [InlineData(Set + "public async Task Run() { while (_on && More()) { await _set.Task; await Work(); _set = new(); } } bool More() => true;", "the loop looks again")]
    [InlineData(Set + Gate + "public async Task Run() { await _one.WaitAsync(); try { await _set.Task; await Work(); _set = new(); } finally { _one.Release(); } }", "under a guard")]
    [InlineData("TaskCompletionSource _set = new(); static Task Work() => Task.CompletedTask; public async Task Run() { await _set.Task; await Work(); _set = new(); }", "nobody sets it")]
    [InlineData(Set + "public async Task Run() { var now = new TaskCompletionSource(); await now.Task; await Work(); now = new(); }", "a local")]
    [InlineData(Set + Gate + "public async Task Run() { await _set.Task; await _one.WaitAsync(); try { _set = new(); } finally { _one.Release(); } }", "waiting for a guard is no work")]
    public void Renewed_in_time(string members, string because) => Assert.True(Run(members).Length == 0, because);

    [Theory]
    [InlineData("_cts?.Cancel(); _cts = new(); await Task.Delay(1, _cts.Token); await Task.Delay(2, _cts.Token);", true)]
    [InlineData("_cts?.Cancel(); _cts?.Dispose(); _cts = new CancellationTokenSource(); var t = _cts.Token; await Task.Delay(1, t); if (_cts.IsCancellationRequested) return; await Task.Delay(2, t);", true)]
    [InlineData("_cts?.Cancel(); _cts = new(); var t = _cts.Token; await Task.Delay(1, t); await Task.Delay(2, t);", false)]
    [InlineData("_cts?.Cancel(); var own = _cts = new(); await Task.Delay(1, own.Token); await Task.Delay(2, own.Token);", false)]
    [InlineData("await Task.Delay(1, _cts!.Token); _cts.Cancel(); _cts = new(); await Task.Delay(2, _cts.Token);", false)]
    [InlineData("_cts = new(); await Task.Delay(1, _cts.Token); await Task.Delay(2, _cts.Token);", false)]
    [InlineData("_cts?.Dispose(); _cts = new(); await Task.Delay(1, _cts.Token); await Task.Delay(2, _cts.Token);", false)]
    public void The_next_call_replaces_it(string body, bool reported) =>
        Assert.Equal(reported, Run(Cts + "public async Task Search() { " + body + " }").Any(r => r.GetMessage().Contains("in the next call of 'Search' can have replaced it", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, 0, 500); } void Check(object? s) => _t.Dispose();", true)]
    [InlineData("Timer _t; public C() { _t = new(Check, null, TimeSpan.Zero, TimeSpan.FromSeconds(1)); } void Check(object? s) { if (s == null) _t.Change(1, 1); }", true)]
    [InlineData("Timer? _t; public void Begin() { _t = new Timer(_ => _t!.Change(1, 1), null, 0, -1); }", true)]
    [InlineData("Timer? _t; public void Begin() { _t = new Timer(_ => Check(), null, 0, -1); } void Check() => _t!.Change(1, 1);", true)]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, 500, 500); } void Check(object? s) => _t.Dispose();", false)]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, Timeout.Infinite, Timeout.Infinite); _t.Change(0, 500); } void Check(object? s) => _t.Dispose();", false)]
    [InlineData("Timer? _t; public C() { _t = new Timer(Check, null, 0, 500); } void Check(object? s) => _t?.Dispose();", false)]
    [InlineData("Timer? _t; public C() { _t = new Timer(Check, null, 0, 500); } void Check(object? s) { if (_t != null) _t.Dispose(); }", false)]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, 0, 500); } async void Check(object? s) { await Task.Delay(1); _t.Dispose(); }", false)]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, 0, 500); } void Check(object? s) { } public void Dispose() => _t.Dispose();", false)]
    [InlineData("Timer? _t; " + Gate + "public void Begin() { lock (_gate) { _t = new Timer(Check, null, 0, 500); } } void Check(object? s) { lock (_gate) { _t!.Dispose(); } }", false)]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, 0, 500); } void Check(object? s) { try { _t.Dispose(); } catch (InvalidOperationException) { } }", true)]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, 0, 500); } void Check(object? s) { try { _t.Dispose(); } catch { throw; } }", true)]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, 0, 500); } void Check(object? s) { try { _t.Dispose(); } catch { } }", false)]
    [InlineData("Timer _t; public C() { _t = new Timer(Check, null, 0, 500); } void Check(object? s) { try { _t.Dispose(); } catch (Exception) { } }", false)]
    public void A_timer_that_is_due_at_once(string members, bool reported) => Assert.Equal(reported, Run(members) is [{ Severity: DiagnosticSeverity.Warning }]);

    [Theory]
    [InlineData("lock (_gate) { if (_on) return; } _t?.Change(1, -1);", "", true)]
    [InlineData("lock (_gate) { if (_on) return; _t?.Change(1, -1); }", "", false)]
    [InlineData("_t?.Change(1, -1);", "", false)]
    [InlineData("lock (_gate) { if (_on) return; } _t?.Change(1, -1);", "public void Again() => Check(null); ", false)]
    public void A_callback_that_leaves_the_lock_too_early(string callback, string more, bool reported) =>
        Assert.Equal(reported, Run(Gate + "Timer? _t; bool _on; public C() { _t = new Timer(Check, null, 1, -1); } void Check(object? s) { " + callback + " } " + more + "public void Dispose() { var t = _t; _t = null; t?.Dispose(); _on = true; }") is [{ Severity: DiagnosticSeverity.Info }]);

    [Fact]
    [KnownError("A token source that is used after a wait, while another member ends it, is not reported for ASA0503: mostly the waits have ended by then.")]
    public void KnownMissedAlarm_Used_after_another_member_has_ended_it() =>
        Assert.Empty(Run(Cts + "public async Task Work() { await Task.Delay(1); _cts!.Cancel(); } public void Stop() { _cts?.Dispose(); _cts = null; }"));

    [Fact]
    [KnownError("Work between a signal and its renewal that does not wait is not reported for ASA0503, although another thread can set the signal meanwhile.")]
    public void KnownMissedAlarm_Work_that_does_not_wait() =>
        Assert.Empty(Run(Set + "public async Task Run() { while (true) { await _set.Task; Drain(); _set = new(); } } void Drain() { }"));

    [Fact]
    public void The_message_says_who_comes_between() => Assert.Equal(
        "'_cts' is ended and replaced in two steps, '_cts?.Cancel()' and '_cts = new()', and another call of 'Again' can come between (registered as a singleton in 'P')",
        Assert.Single(Run(Cts + "public void Again() { " + Swap + " }" + Singleton)).GetMessage());

    [Fact]
    public void Several_fields_of_one_function_are_one_report() =>
        Assert.Single(Run(Cts + "CancellationTokenSource? _all; public void Again() { " + Swap + " _all?.Dispose(); _all = CancellationTokenSource.CreateLinkedTokenSource(_cts.Token); }" + Singleton));

    [Theory]
    [InlineData("public void Again() { Stop(); _cts = new(); } public void Stop() => _cts?.Cancel();", true)]
    [InlineData("public void Again() { this.End(); _cts = new(); } private void End() { var old = _cts; old?.Cancel(); old?.Dispose(); }", true)]
    [InlineData("public async Task Again() { await StopAsync(); _cts = new(); } public async Task StopAsync() { _cts?.Cancel(); await Task.Delay(1); }", true)]
    [InlineData("public void Again() { Stop(); _cts = new(); } public void Stop() { _cts?.Cancel(); _cts = null; }", false)]
    [InlineData("public void Again() { Stop(); } public void Stop() => _cts?.Cancel();", false)]
    [InlineData("public void Again() { lock (this) { Stop(); _cts = new(); } } public void Stop() => _cts?.Cancel();", false)]
    [InlineData("public void Again(C other) { other.Stop(); _cts = new(); } public void Stop() => _cts?.Cancel();", false)]
    [InlineData("public void Start() { Stop(); _cts = new(); } public void Stop() => _cts?.Cancel();", false)]
    public void Ended_by_a_helper(string members, bool reported) => Assert.Equal(reported, Run(Cts + members + Singleton) is [_]);

    private static Diagnostic[] Run(string members) =>
        [.. AnalyzerRunner.Run("using System.IO; namespace M { public class C { " + members + " } }").Where(r => r.Id == "ASA0503")];
}
