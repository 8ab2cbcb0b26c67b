using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>What helpers, comparisons with old copies, and timers that set themselves again do to a read before and a write after a wait.</summary>
public sealed class HelperAndComparisonTests
{
    [Theory]
    [InlineData("if (v != _version) continue; _value = next; _version++; return;")]
    [InlineData("if (v == _version) { _value = next; _version++; return; }")]
    [InlineData("if (!v.Equals(_version)) continue; _value = next; _version++; break;")]
    [InlineData("if (_version != v) throw new InvalidOperationException(); _value = next; _version = v + 1; return;")]
    public void AVersionComparedAgainMakesAnOldValueGood(string end) => IsSilent(Sheet(end));

    [Theory]
    [InlineData("if (v == _version) continue; _value = next; _version++; return;")]
    [InlineData("if (v == _version) { await f(0); _value = next; _version++; return; }")]
    [InlineData("if (v == 0) continue; _value = next; _version++; return;")]
    [InlineData("if (v == _version) _version++; _value = next; return;")]
    public void AComparisonThatSaysSomethingElseDoesNot(string end) => Reports("ASA0101", Sheet(end));

    [Fact]
    public void TheValueItselfMayBeComparedAgain() => IsSilent(
        "public class A { int _rate; public async Task Go(Func<int, Task<int>> f) { while (true) { var seen = _rate; var next = await f(seen); if (seen != _rate) continue; _rate = next; return; } } }");

    [Fact]
    public void WhatIsWrittenWhereItDiffersIsStillOld() => Reports("ASA0101",
        "public class A { int _rate; public async Task Go(Func<int, Task<int>> f) { var seen = _rate; var next = await f(seen); if (seen != _rate) _rate = next; } }");

    [Fact]
    public void AGenerationComparedAgainMakesAnOldCheckGood() => IsSilent(
        """
        public class A
        {
            readonly object _l = new(); string? _v; int _generation;
            public void Drop() { lock (_l) { _v = null; _generation++; } }
            public async Task<string> Get(Func<Task<string>> f)
            {
                int g;
                lock (_l) { if (_v != null) return _v; g = _generation; }
                var loaded = await f();
                lock (_l) { if (g == _generation) _v = loaded; }
                return loaded;
            }
        }
        """);

    [Theory]
    [InlineData("Task Note(string s) { GC.KeepAlive(s); return Task.CompletedTask; }", true)]
    [InlineData("ValueTask<int> Note(string s) => new(s.Length);", true)]
    [InlineData("Task Note(string s) => Task.CompletedTask;", false)]
    [InlineData("Task<int> Note(string s) => Task.FromResult(1);", false)]
    [InlineData("ValueTask<int> Note(string s) { if (s == null) return new ValueTask<int>(0); return ValueTask.FromResult(s.Length); }", true)]
    [InlineData("Task Note(string s) => s == null ? Task.CompletedTask : Task.FromResult(1);", true)]
    [InlineData("Task Note(string s) => s == null ? Task.CompletedTask : Task.Delay(1);", false)]
    [InlineData("Task Note(string s) => s == null ? Task.Delay(1) : Task.CompletedTask;", false)]
    [InlineData("Task Note(string s) { if (s == null) return Task.Delay(1); return Task.CompletedTask; }", false)]
    [InlineData("Task Note(string s) { if (s == null) return Task.CompletedTask; return Task.Delay(1); }", false)]
    public void AHelperWhoseTaskHasEndedDoesNotWait(string helper, bool silent) =>
        Assert.Equal(silent, Ids("public class A { int _n; public async Task Go() { var x = _n; await Note(\"\"); _n = x + 1; } private " + helper + " }") == "");

    [Fact]
    public void HelpersThatOnlyPassOnDoNotHideTheGuard() => IsSilent(
        """
        public class A(Func<Task<int>> f)
        {
            readonly SemaphoreSlim _g = new(1, 1); int _n;
            public Task Add(int n) => Guarded(() => Apply(n));
            async Task Guarded(Func<Task> work) { await _g.WaitAsync(); try { await work(); } finally { _g.Release(); } }
            Task Apply(int n) => Core(n);
            async Task Core(int n) { var x = _n; var d = await f(); _n = x + n * d; }
        }
        """);

    [Theory]
    [InlineData("await _g.WaitAsync(); try { await work(); } finally { _g.Release(); }", true)]
    [InlineData("await work(); await _g.WaitAsync(); _g.Release();", false)]
    [InlineData("await work();", false)]
    public void AMethodOfTheBaseClassMayRunItUnderAGuard(string body, bool silent) => Assert.Equal(silent, Ids(
        "public abstract class B { readonly SemaphoreSlim _g = new(1, 1); protected async Task Serialized(Func<Task> work) { " + body + " } } public sealed class A(Func<Task<int>> f) : B { int _n; public Task Add() => Serialized(async () => { var x = _n; _n = x + await f(); }); public async Task Twice() => await Serialized(async () => { var x = _n; _n = x + await f(); }); }") == "");

    [Theory]
    [InlineData("Put(x with { Coins = x.Coins + d });")]
    [InlineData("Put(new State(d > 0 ? x.Coins + d : 0));")]
    [InlineData("Put(d > 0 ? x : new State(0));")]
    public void AHelperIsFollowedWhoseArgumentBranches(string end) => Reports("ASA0101",
        "public sealed record State(int Coins); public class A { State _s = new(0); void Put(State s) => _s = s; public async Task Go(Func<Task<int>> f) { var x = _s; var d = await f(); " + end + " } }");

    [Theory]
    [InlineData("_timer = new Timer(Tick, null, 0, Timeout.Infinite);", "_timer.Change(1000, Timeout.Infinite);", true)]
    [InlineData("_timer = new Timer(Tick, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);", "_timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);", true)]
    [InlineData("_timer = new Timer(Tick, null, 0, -1);", "_timer.Change(1000, -1);", true)]
    [InlineData("_timer = new Timer(Tick);", "_timer.Change(1000, Timeout.Infinite);", true)]
    [InlineData("_timer = new Timer(Tick, null, 0, 1000);", "_timer.Change(1000, Timeout.Infinite);", false)]
    [InlineData("_timer = new Timer(Tick, null, 0, Timeout.Infinite);", "_timer.Change(1000, 1000);", false)]
    [InlineData("_timer = new Timer(Tick, null, 0, Timeout.Infinite);", "_timer.Change(1000, Timeout.Infinite); await Task.Yield();", false)]
    [InlineData("_timer = new Timer(Tick, null, 0, 1000);", "", false)]
    public void ATimerThatItsCallbackSetsAgainRunsOnceAtATime(string start, string end, bool silent) =>
        Assert.Equal(silent, Ids("public class A { Timer _timer; int _n; readonly Func<Task<int>> _f; public A(Func<Task<int>> f) { _f = f; " + start + " } async void Tick(object? o) { var x = _n; var d = await _f(); _n = x + d; " + end + " } }") == "");

    [Theory]
    [InlineData("{ AutoReset = false }", "_timer.Start();", true)]
    [InlineData("{ AutoReset = false }", "_timer.Enabled = true;", true)]
    [InlineData("{ AutoReset = true }", "_timer.Start();", false)]
    [InlineData("", "_timer.Start();", false)]
    public void ATimerThatItsHandlerStartsAgainRunsOnceAtATime(string options, string end, bool silent) =>
        Assert.Equal(silent, Ids("public class A { readonly System.Timers.Timer _timer = new(1000) " + options + "; int _n; public A(Func<Task<int>> f) { _timer.Elapsed += async (_, _) => { var x = _n; var d = await f(); _n = x + d; " + end + " }; _timer.Start(); } }") == "");

    [Fact]
    public void ALoopThatAwaitsEachTaskOfAQueryStartsOneAtATime() => IsSilent(
        "public class A { public async Task<int> Go(int[] all, Func<int, Task<int>> f) { var sum = 0; foreach (var t in all.Select(async i => { sum += await f(i); })) await t; return sum; } }");

    [Fact]
    public void ALoopOverTasksThatHaveBeenStartedDoesNot() => Reports("ASA0101",
        "public class A { public async Task<int> Go(int[] all, Func<int, Task<int>> f) { var sum = 0; foreach (var t in all.Select(async i => { sum += await f(i); }).ToList()) await t; return sum; } }");

    [Theory]
    [InlineData("var next = _s switch { 0 => 1, 1 => 2, _ => 0 }; await f(next); _s = next;")]
    [InlineData("var next = _s == 0 ? 1 : 2; await f(next); _s = next;")]
    [InlineData("_s = _s > 0 ? 1 : await f(0);")]
    [InlineData("_s = _s > 0 ? _s : await f(0);")]
    public void AChoiceMadeBeforeTheWaitDecidesWhatIsWritten(string body) => Reports("ASA0102",
        "public class A { int _s; public async Task Go(Func<int, Task<int>> f) { " + body + " } }");

    [Theory]
    [InlineData("var i = Free(); if (i < 0) return; await f(i); _taken[i] = true;", "ASA0102")]
    [InlineData("var i = -1; for (var k = 0; k < 9; k++) if (!_taken[k]) { i = k; break; } if (i < 0) return; await f(i); _taken[i] = true;", "ASA0102")]
    [InlineData("var i = Free(); if (i < 0) return; _taken[i] = true; await f(i);", "")]
    [InlineData("await f(0); var i = Free(); if (i < 0) return; _taken[i] = true;", "")]
    public void APlaceFoundBeforeTheWait(string body, string reported) => Assert.Equal(reported, Ids(
        "public class A { readonly bool[] _taken = new bool[9]; int Free() { for (var i = 0; i < 9; i++) if (!_taken[i]) return i; return -1; } public async Task Go(Func<int, Task<int>> f) { " + body + " } }"));

    [Fact]
    public void AChoiceByAnotherLocationDoesNot() => IsSilent(
        "public class A { int _s; public bool Fast; public async Task Go(Func<int, Task<int>> f) { var next = Fast ? 1 : 2; await f(next); _s = next; } }");

    [Theory]
    [InlineData("var id = _all.Count + 1; await f(id); _all.Add(id);", "ASA0101")]
    [InlineData("var id = await f(_all.Count); _all.Add(id);", "")]
    [InlineData("await f(0); var id = _all.Count + 1; _all.Add(id);", "")]
    public void ANumberCountedBeforeTheWait(string body, string reported) => Assert.Equal(reported, Ids(
        "public class A { readonly List<int> _all = new(); public async Task Go(Func<int, Task<int>> f) { " + body + " } }"));

    [Theory]
    [InlineData("_sum += await f();", "ASA0101")]
    [InlineData("_sums[key] += await f();", "")]
    public void AGuardPerKeyGuardsWhatBelongsToTheKey(string body, string reported) => Assert.Equal(reported, Ids(
        """
        public class A
        {
            readonly System.Collections.Concurrent.ConcurrentDictionary<string, SemaphoreSlim> _gates = new(); readonly Dictionary<string, int> _sums = new(); int _sum;
            public async Task Go(string key, Func<Task<int>> f)
            {
                var gate = _gates.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
                await gate.WaitAsync();
                try { BODY } finally { gate.Release(); }
            }
        }
        """.Replace("BODY", body)));

    [Theory]
    [InlineData("if (_next is null) _next = await f(); var mine = _next.Value; _next = mine + 1; return mine;", "ASA0102")]
    [InlineData("if (_next is null) _next = await f(); return _next.Value;", "")]
    public void AValueThatIsFilledTwiceMustNotMoveOn(string body, string reported) => Assert.Equal(reported, Ids(
        "public class A { int? _next; public async Task<int> Go(Func<Task<int>> f) { " + body + " } }"));

    [Theory]
    [InlineData("try { await send(batch); } catch { lock (_l) _all.InsertRange(0, batch); throw; }", "")]
    [InlineData("await send(batch); lock (_l) _all.Add(0);", "ASA0103")]
    public void AFailureMayPutBackWhatWasTakenOut(string end, string reported) => Assert.Equal(reported, Ids(
        "public class A { readonly object _l = new(); List<int> _all = new(); public void Add(int i) { lock (_l) _all.Add(i); } public async Task Go(Func<List<int>, Task> send) { List<int> batch; lock (_l) { batch = _all; _all = new(); } " + end + " } }"));

    [Fact]
    [KnownError("A count that falls to zero decides about another location, and what is closed for it is replaced during the wait.")]
    public void KnownMissedAlarm_TheLastUserCloses() => IsSilent(
        "public class A { int _users; object? _line; public object Enter() { _users++; return _line ??= new object(); } public async Task Leave(Func<Task> close) { if (--_users == 0) { await close(); _line = null; } } }");

    [Theory]
    [InlineData("try { await f(); } catch { lock (_l) { _until = DateTime.UtcNow.AddSeconds(30); } throw; }", "")]
    [InlineData("await f(); lock (_l) { _until = DateTime.UtcNow.AddSeconds(30); }", "ASA0102")]
    [InlineData("try { await f(); } finally { lock (_l) { _until = DateTime.UtcNow.AddSeconds(30); } }", "ASA0102")]
    [InlineData("try { await f(); } catch { } lock (_l) { _until = DateTime.UtcNow.AddSeconds(30); }", "ASA0102")]
    [InlineData("var was = _until; try { await f(); } catch { lock (_l) { _until = was.AddSeconds(30); } throw; }", "ASA0101")]
    public void ALimitIsSetAnewWhereTheWorkFailed(string work, string reported) => Assert.Equal(reported, Ids(
        "public class A { readonly object _l = new(); DateTime _until; public async Task Go(Func<Task> f) { lock (_l) { if (DateTime.UtcNow < _until) throw new InvalidOperationException(); } " + work + " } }"));

    [Fact]
    public void WhatIsFilledAfterAFailureMayHaveBeenFilledMeanwhile() => Reports("ASA0102",
        "public class A { readonly object _l = new(); object? _line; public async Task Go(Func<Task> f) { lock (_l) { if (_line != null) return; } try { await f(); } catch { lock (_l) { _line = new object(); } } } }");

    [Theory]
    [InlineData("Interlocked.CompareExchange(ref s_running, this, null) != null", "")]
    [InlineData("Interlocked.CompareExchange(ref s_running, this, null) is not null", "")]
    [InlineData("null != Interlocked.CompareExchange<A?>(ref s_running, value: this, comparand: null)", "")]
    [InlineData("Interlocked.CompareExchange(ref s_running, this, s_last) != null", "ASA0102")]
    [InlineData("Interlocked.CompareExchange(ref s_running, null, null) != null", "ASA0102")]
    [InlineData("Interlocked.Exchange(ref s_running, null) != null", "ASA0102")]
    [InlineData("s_running != null", "ASA0102")]
    public void AClaimByAReferenceKeepsOthersOut(string claim, string reported) => Assert.Equal(reported, Ids(
        "public class A { static A? s_running; static A? s_last; static int s_runs; public async Task Go(Func<Task> f) { if (" + claim + ") throw new InvalidOperationException(); if (s_runs > 9) return; try { await f(); s_runs = 10; } finally { s_running = null; } } }"));

    [Theory]
    [InlineData("try { await f(); s_runs = 10; } finally { s_running = null; }", "")]
    [InlineData("s_running = null; await f(); s_runs = 10;", "ASA0102")]
    [InlineData("Interlocked.Exchange(ref s_running, null); await f(); s_runs = 10;", "ASA0102")]
    public void AClaimByAReferenceEndsWhereItIsTakenBack(string work, string reported) => Assert.Equal(reported, Ids(
        "public class A { static A? s_running; static int s_runs; public async Task Go(Func<Task> f) { if (Interlocked.CompareExchange(ref s_running, this, null) is not null) return; if (s_runs > 9) return; " + work + " } }"));

    [Fact]
    [KnownError("A set to which an atomic update adds after a check comes out the same, however often it is added; the update is not looked into.")]
    public void KnownFalseAlarm_AnAtomicUpdateThatAddsToASet() => Reports("ASA0102",
        "public class A { System.Collections.Immutable.ImmutableHashSet<string> _on = []; public async Task Enter(string user, Func<Task<bool>> f) { if (_on.Contains(user)) return; if (await f()) System.Collections.Immutable.ImmutableInterlocked.Update(ref _on, (s, u) => s.Add(u), user); } }");

    [Fact]
    [KnownError("An object of a public type is made and used by one method alone in this project; others may share it.")]
    public void KnownFalseAlarm_APublicTypeThatOneMethodUses() => Reports("ASA0101",
        """
        public class Cursor(Func<int, Task<int>> f) { int _page; public async Task<int> Next() { var page = _page; var n = await f(page); _page = page + 1; return n; } }
        public class A { public async Task<int> All(Func<int, Task<int>> f) { var c = new Cursor(f); var sum = 0; for (var n = 1; n > 0; sum += n) n = await c.Next(); return sum; } }
        """);

    private static string Sheet(string end) =>
        "public class A { int _value; int _version; public async Task Go(Func<int, Task<int>> f) { while (true) { var v = _version; var next = await f(_value); " + end + " } } }";

    private static string Ids(string source) => string.Join(" ", AnalyzerRunner.Run(source).Where(d => d.Severity != DiagnosticSeverity.Hidden).Select(d => d.Id).Distinct());

    private static void Reports(string id, string source) => Assert.Contains(id, Ids(source).Split(' '));

    private static void IsSilent(string source) => Assert.Equal("", Ids(source));
}
