using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Forms of real code that looked like mistakes and are none, each beside the form that is one.</summary>
public sealed class HarmlessBesideHarmfulTests
{
    private const string Db = "public class DbContext { public Task<int> SaveChangesAsync() => null!; public Task<int> FindAsync(int id) => null!; } ";

    // What is taken out by its own name of what was looked through is taken out once, whoever comes second.
    [Theory]
    [InlineData("silent", "foreach (var x in copy) _done.Remove(x);")]
    [InlineData("ASA0101", "_done.Clear();")]
    public void OnlyWhatWasSeenIsTakenOut(string says, string then) => Expect(
        says,
        "readonly object _g = new(); readonly HashSet<int> _done = new(); public void Add(int i) { lock (_g) _done.Add(i); } public async Task Flush(Func<int[], Task> send) { int[] copy; lock (_g) { copy = _done.ToArray(); } await send(copy); lock (_g) { " + then + " } }");

    // Around the loop, or in another branch of a turn, it is the next change and not the rest of this one.
    [Theory]
    [InlineData("silent", "while (true) { await _e.WaitAsync(); lock (_g) { _all.Clear(); foreach (var i in _next) _all.Add(i); } }")]
    [InlineData("silent", "while (true) { await _e.WaitAsync(); if (_next.Length > 3) Whole(); else One(3); }")]
    [InlineData("ASA0103", "while (true) { lock (_g) _all.Clear(); await _e.WaitAsync(); lock (_g) { foreach (var i in _next) _all.Add(i); } }")]
    public void EmptiedAndFilledInOneGo(string says, string loop) => Expect(
        says,
        "readonly object _g = new(); readonly SemaphoreSlim _e = new(0); int[] _next = []; readonly List<int> _all = new(); public int Count { get { lock (_g) return _all.Count; } } public int First { get { lock (_g) return _all[0]; } } void Whole() { lock (_g) { _all.Clear(); foreach (var i in _next) _all.Add(i); } } void One(int i) { lock (_g) _all.Add(i); } public async Task Run() { " + loop + " }");

    // A field passed to a member that stores what it is asked for is a request; a number made of it is a lost update.
    [Theory]
    [InlineData("silent", "await ConnectAsync(_address);", "string")]
    [InlineData("ASA0101", "await ConnectAsync(_address + \"x\");", "string")]
    public void WhatIsAskedForIsStored(string says, string call, string type) => Expect(
        says,
        $"readonly SemaphoreSlim _g = new(1, 1); {type} _address = null!; public async void OnFound() {{ {call} }} public async Task ConnectAsync({type} address) {{ await _g.WaitAsync(); try {{ _address = address; }} finally {{ _g.Release(); }} }}");

    // The value of now goes into what is written, as in a concurrent dictionary: no warning. A copy from before the wait loses what came since.
    [Theory]
    [InlineData("info", "_all = _all.SetItem(k, v);")]
    [InlineData("ASA0101", "_all = seen.SetItem(k, v);")]
    public void TheMapOfNowIsWorkedInto(string says, string then) => Expect(
        says,
        "System.Collections.Immutable.ImmutableDictionary<string, int> _all = System.Collections.Immutable.ImmutableDictionary<string, int>.Empty; public async Task<int> Get(string k, Func<string, Task<int>> f) { var seen = _all; if (seen.TryGetValue(k, out var known)) return known; var v = await f(k); " + then + " return v; } public Task All(string[] ks, Func<string, Task<int>> f) => Task.WhenAll(ks.Select(k => Get(k, f)));");

    // An answer decides, not what the field held.
    [Theory]
    [InlineData("info", "var ok = await _http(_id!); if (!ok)")]
    [InlineData("ASA0102", "var ok = await _http(\"\"); if (_id == \"old\")")]
    public void TheAnswerOfAnOperationDecides(string says, string check) => Expect(
        says,
        "readonly SemaphoreSlim _g = new(1, 1); string? _id; readonly Func<string, Task<bool>> _http = null!; public async Task<string?> Id() { await _g.WaitAsync(); try { return _id; } finally { _g.Release(); } } public async Task Go() { " + check + " { await _g.WaitAsync(); try { _id = await Load(); } finally { _g.Release(); } } } static Task<string> Load() => Task.FromResult(\"\");",
        atMost: true);

    // What only an exception in between keeps from happening is not decided by the branch around it.
    [Theory]
    [InlineData("silent", "if (!_warm) { var n = await f(); if (n == 0) throw new Exception(); } await f(); _warm = true;")]
    [InlineData("ASA0102", "if (!_warm) { var n = await f(); if (n == 0) return; } await f(); _warm = true;")]
    public void AThrowInBetweenMakesNoDecision(string says, string body) => Expect(
        says,
        "bool _warm; public void Cool() => _warm = false; public async Task Run(Func<Task<int>> f) { " + body + " } public Task Both(Func<Task<int>> f) => Task.WhenAll(Run(f), Run(f));");

    // Nor does it choose what is written behind it: only what it gives another value to does.
    [Theory]
    [InlineData("silent", "foreach (var i in lost) { await Task.Yield(); lock (_all) _all.Remove(i); } var n = _idle.Count > 0 ? _idle.Pop() : 7;")]
    [InlineData("ASA0102", "var n = 7; foreach (var i in lost) { await Task.Yield(); if (_idle.Count > 0) n = 8; }")]
    public void ALoopThatMayFailChoosesNothing(string says, string then) => Expect(
        says,
        "readonly Dictionary<int, int> _all = new(); readonly Stack<int> _idle = new(); public async Task Run() { var lost = new List<int>(); lock (_all) { foreach (var i in _all.Keys) lost.Add(i); } " + then + " await Task.Yield(); lock (_all) _all[n] = n; }");

    // What was asked for is looked up after the wait, and another member has taken it out.
    [Theory]
    [InlineData("ASA0102", "if (i >= _rows.Count) return null; await f(); return _rows[i];")]
    [InlineData("ASA0102", "if (_rows.Count == 0) return null; await f(); return _rows[0];")]
    [InlineData("ASA0102", "if (!_map.ContainsKey(i)) return null; await f(); return _map[i];")]
    [InlineData("silent", "await f(); if (i >= _rows.Count) return null; return _rows[i];")]
    [InlineData("silent", "if (!_map.ContainsKey(i)) return null; await f(); if (!_map.ContainsKey(i)) return null; return _map[i];")]
    [InlineData("silent", "if (_map.ContainsKey(i)) return null; await f(); return _map[i];")]
    [InlineData("silent", "if (!_map.ContainsKey(i)) return null; await f(); return _map[i + j];")]
    [InlineData("silent", "if (_kept.Count == 0) return null; await f(); return _kept[0];")]
    public void WhatWasFoundIsLookedUpAfterTheWait(string says, string body) => Expect(
        says,
        "readonly List<string> _rows = new(), _kept = new(); readonly Dictionary<int, string> _map = new(); public void Drop(int i) { _rows.RemoveAt(i); _map.Remove(i); _kept.Add(\"\"); } public async Task<string?> Row(int i, int j, Func<Task> f) { " + body + " }",
        atMost: true);

    // Two buffers change places: before the wait nothing is lost, after it what came in meanwhile is.
    [Theory]
    [InlineData("ASA0101", "var full = _front; await f(full); _front = _back; _back = full; full.Clear();")]
    [InlineData("silent", "var full = _front; _front = _back; _back = full; await f(full);")]
    [InlineData("silent", "var full = _front; await f(full); _front = _back;")]
    public void BuffersThatChangePlaces(string says, string body) => Expect(
        says,
        "List<int> _front = new(), _back = new(); public void Add(int i) => _front.Add(i); public async Task Flush(Func<List<int>, Task> f) { " + body + " }",
        atMost: true);

    // The one way fails where the other begins.
    [Theory]
    [InlineData("silent", "try { try { f(); } catch (InvalidOperationException) { a = Report(1); } } catch (Exception) { a = Report(2); }")]
    [InlineData("silent", "try { f(); } catch (InvalidOperationException) { a = Report(1); } catch (Exception) { a = Report(2); }")]
    [InlineData("ASA0105", "try { a = Report(1); f(); } catch (Exception) { a = Report(2); }")]
    [InlineData("ASA0105", "try { f(); } catch (Exception) { a = Report(1); } finally { a = Report(2); }")]
    public void TwoHandlersAreTwoWays(string says, string body) => Expect(
        says,
        "readonly List<int> _ids = new(); async Task Report(int i) { await Task.Delay(1); _ids.Add(i); } public async Task Go(Action f) { Task? a = null; " + body + " await Task.WhenAll(a!); }");

    // Code that was awaited goes on in the loop of the project, on its one thread.
    [Theory]
    [InlineData("silent", "public class MainLoop : SynchronizationContext, System.Runtime.CompilerServices.INotifyCompletion { public bool IsCompleted => false; public MainLoop GetAwaiter() => this; public void GetResult() { } public void OnCompleted(Action a) { } }")]
    [InlineData("ASA0105", "public class Pumping : SynchronizationContext { }")]
    public void TheProjectHasALoopOfItsOwn(string says, string more) => Expect(
        says,
        "readonly List<int> _ids = new(); async Task Report(int i) { await Task.Delay(1); _ids.Add(i); } public async Task Go() { var a = Report(1); var b = Report(2); await Task.WhenAll(a, b); }",
        more);

    // A task that the thread has waited for is over, and so is one that was handed to whom it is waited by.
    [Theory]
    [InlineData("silent", "Save().GetAwaiter().GetResult(); Save().GetAwaiter().GetResult();")]
    [InlineData("silent", "Save().ConfigureAwait(false).GetAwaiter().GetResult(); Save().Wait();")]
    [InlineData("silent", "_ = Save().Result; _ = Save().Result;")]
    [InlineData("silent", "var t = _db.FindAsync(1); _ = After(t);")]
    [InlineData("ASA0107", "var t = _db.FindAsync(1); _ = Save();")]
    public void OneOperationAtATime(string says, string body) => Expect(
        says,
        "readonly DbContext _db = new(); async Task<int> Save() { return await _db.SaveChangesAsync(); } async Task After(Task<int> t) { var n = await t; await _db.FindAsync(n); } public void Go() { " + body + " }",
        Db);

    // The thread that holds the lock stands still meanwhile.
    [Theory]
    [InlineData("silent", "Flush(false).GetAwaiter().GetResult();")]
    [InlineData("ASA0204", "await Flush(true);")]
    public void TheThreadKeepsItsLock(string says, string call) => Expect(
        says,
        "readonly object _g = new(); Task Flush(bool async) { return Inner(); async Task Inner() { await Task.Delay(1); } } public async Task Go() { await Task.Yield(); Monitor.Enter(_g); try { " + call + " } finally { Monitor.Exit(_g); } }");

    // An owner is let in again by its own lock.
    [Fact]
    public void AnOwnerLocksAgainInsideAHelper() => Expect(
        "silent",
        "readonly object _a = new(), _b = new(); bool _dead; public void Break() { Monitor.Enter(_a); try { _dead = true; Monitor.Enter(_b); } finally { Monitor.Exit(_a); } try { Clean(); } finally { Monitor.Exit(_b); } } void Clean() { lock (_b) { Console.WriteLine(_dead); } }");

    // The helper says by its answer whether it has taken the semaphore.
    [Theory]
    [InlineData("silent", "if (!TryTake(t)) return;")]
    [InlineData("ASA0201", "_gate.Wait(); if (_n > 0) return;")]
    public void AHelperSaysWhetherItHasTakenIt(string says, string begin) => Expect(
        says,
        "int _n; readonly SemaphoreSlim _gate = new(1, 1); public async Task Go(CancellationToken t) { " + begin + " try { await Task.Delay(1); } finally { _gate.Release(); } " + (begin.Contains("TryTake", StringComparison.Ordinal) ? "bool TryTake(CancellationToken u) { try { var taken = _gate.Wait(0, u); if (!taken) { Console.WriteLine(); return false; } } catch (OperationCanceledException) { return false; } return true; } }" : "}"));

    // Two readers of text are not two tasks: nothing runs beside itself that gives no task.
    [Fact]
    public void WhatGivesNoTaskIsNotStartedTwice() => Assert.DoesNotContain(
        Run("int _at; int _left; public string Text() { var s = Read(false).GetAwaiter().GetResult(); return s; } async Task<string> Read(bool async) { if (_left == 0) { await Task.Delay(1); _left = 4; } _at++; return \"\"; } public List<string> All(C c, int n) { var all = new List<string>(); while (n-- > 0) all.Add(c.Text()); return all; }"),
        d => d.GetMessage().Contains("at once", StringComparison.Ordinal));

    // One caller that runs once, although one object serves all.
    [Theory]
    [InlineData("silent", "")]
    [InlineData("ASA0104", "internal class Other { public Task Go(C c, Func<Task> f) => Task.WhenAll(c.Go(f), c.Go(f)); }")]
    public void OneObjectForAllWithOneCaller(string says, string more) => Expect(
        says,
        "readonly List<int> _all = new(); internal async Task Go(Func<Task> f) { _all.Add(1); foreach (var i in _all) await f(); }",
        "public class S { public void AddSingleton<T>() { } } public static class Up { public static void Go(S s) => s.AddSingleton<C>(); } public interface IHostedService { Task StartAsync(CancellationToken t); } internal class Host(C c) : IHostedService { public async Task StartAsync(CancellationToken t) { await c.Go(() => Task.CompletedTask); } } " + more,
        kind: "internal");

    // Every caller of a helper holds the guard, also the helper itself by way of others; one caller without it spoils that.
    [Theory]
    [InlineData("silent", "await _g.WaitAsync(); try { await A(i); } finally { _g.Release(); }")]
    [InlineData("ASA0101", "await A(i);")]
    public void TheGuardIsHeldAllTheWayRound(string says, string other) => Expect(
        says,
        "readonly SemaphoreSlim _g = new(1, 1); int _n; public async Task One(int i) { await _g.WaitAsync(); try { _n++; await A(i); } finally { _g.Release(); } } public async Task Two(int i) { " + other + " } "
        + "async Task A(int i) { if (i > 0) await B(i - 1); } async Task B(int i) { await Cc(i); } async Task Cc(int i) { await D(i); } async Task D(int i) { var n = _n; await Task.Delay(i); _n = n + 1; await A(i); }");

    // A task that nobody waits for goes on when its caller has given the guard back.
    [Theory]
    [InlineData("silent", "await A(i);")]
    [InlineData("ASA0101", "_ = A(i);")]
    public void TheGuardIsHeldWhileTheHelperRuns(string says, string call) => Expect(
        says,
        "readonly SemaphoreSlim _g = new(1, 1); int _n; public async Task One(int i) { await _g.WaitAsync(); try { _n++; " + call + " } finally { _g.Release(); } } "
        + "async Task A(int i) { var n = _n; await Task.Delay(i); _n = n + 1; if (i > 0) await A(i - 1); }",
        atMost: true);

    // A branch whose side does nothing that matters decides nothing of what is tried behind it.
    [Theory]
    [InlineData("silent", "if (_n++ == 0) _e.Reset();")]
    [InlineData("ASA0102", "if (_n++ == 0) return;")]
    public void ABranchWithoutEffectDecidesNothing(string says, string begin) => Expect(
        says,
        "readonly object _g = new(); readonly ManualResetEventSlim _e = new(); int _n; public Task All(int[] all) => Task.WhenAll(all.Select(i => Go(i))); async Task Go(int i) { try { lock (_g) { " + begin + " } try { await Task.Delay(i); } finally { lock (_g) { if (--_n == 0) _e.Set(); } } } catch (Exception) { Console.WriteLine(); } }");

    // Who comes second keeps a later time; a number that is counted on loses a step.
    [Theory]
    [InlineData("info", "DateTime.UtcNow", "_last.Ticks > 5")]
    [InlineData("ASA0102", "_next", "_last.Ticks > 5")]
    public void TheTimeOfNowIsKept(string says, string value, string check) => Expect(
        says,
        "DateTime _last, _next; public void Later() => _next = DateTime.MaxValue; public Task All(int[] all) => Task.WhenAll(all.Select(i => Go(i))); async Task Go(int i) { if (" + check + ") return; await Task.Delay(i); _last = " + value + "; }");

    // A question stands before everything else; a download does not.
    [Theory]
    [InlineData("silent", "await Dialogs.AskAsync()")]
    [InlineData("ASA0102", "await Pages.LoadAsync()")]
    [InlineData("ASA0102", "await Pages.LoadAsync() && await Dialogs.AskAsync()")]
    public void TheUserAnswersBeforeAnythingElse(string says, string wait) => Expect(
        says,
        "bool _changed; public void Edit() => _changed = true; public Task Both() => Task.WhenAll(Ask(), Ask()); async Task<bool> Ask() { if (!_changed || " + wait + ") { _changed = false; return true; } return false; }",
        "static class Dialogs { public static Task<bool> AskAsync() => null!; } static class Pages { public static Task<bool> LoadAsync() => null!; }");

    // The button that begins it is switched off until it is through.
    [Theory]
    [InlineData("info", "b.IsPrimaryButtonEnabled = false; await Pages.LoadAsync(); b.IsPrimaryButtonEnabled = true;")]
    [InlineData("ASA0102", "await Pages.LoadAsync(); b.IsPrimaryButtonEnabled = false;")]
    public void TheButtonIsSwitchedOff(string says, string work) => Expect(
        says,
        "public Task Show(Box b, int[] all) { var done = false; return Task.WhenAll(all.Select(async i => { if (!done) { " + work + " done = true; } })); }",
        "public class Box { public bool IsPrimaryButtonEnabled { get; set; } } static class Pages { public static Task<bool> LoadAsync() => null!; }");

    // A base class of the project starts the run of a hosted service once.
    [Theory]
    [InlineData("silent", ": Hosted")]
    [InlineData("ASA0103", "")]
    public void AHostedServiceRunsOnce(string says, string bases)
    {
        const string More = "interface IHostedService { Task StartAsync(CancellationToken t); } abstract class Hosted : IHostedService { Task? _run; public Task StartAsync(CancellationToken t) { _run = Task.Run(() => RunAsync(t)); return Task.CompletedTask; } public abstract Task RunAsync(CancellationToken t); } class ServiceCollection { public ServiceCollection AddSingleton<T>() => this; } static class Program { static void Main() => new ServiceCollection().AddSingleton<C>(); }";
        Expect(says, "List<int> _all = new(); public int Count => _all.Count; public " + (bases.Length > 0 ? "override " : "") + "async Task RunAsync(CancellationToken t) { _all.Clear(); await Task.Delay(1); _all.Add(1); }", More, kind: "class C" + bases);
    }

    // A loop that waits for more is started once; one that works off what there is begins anew with each thing to do. And nobody compares what is taken out.
    [Theory]
    [InlineData("silent", "while (!_stop) { await f(\"\"); _seen += 1; }", "public void Add(string k)")]
    [InlineData("ASA0102", "while (_keys.TryPeek(out var k)) { await f(k); _keys.TryDequeue(out _); }", "public void Add(string k)")]
    [InlineData("ASA0102", "while (_keys.TryPeek(out var k)) { if (!await f(k)) return; _keys.TryDequeue(out _); }", "public void Add(string k)")]
    [InlineData("silent", "while (_keys.TryPeek(out var k)) { if (!await f(k)) return; _keys.TryDequeue(out _); }", "public void Start()")]
    [InlineData("silent", "while (_keys.TryPeek(out var k)) { if (!await f(k)) return; _keys.TryDequeue(out _); }", "private void Add()")]
    [InlineData("silent", "while (_keys.TryDequeue(out var k)) { if (!await f(k)) return; }", "public void Add(string k)")]
    public void WhatEmptiesAQueueIsStartedAgain(string says, string loop, string starter) => Expect(
        says,
        "readonly Func<string, Task<bool>> f; bool _stop; int _seen; public int Seen => _seen; public void Stop() => _stop = true; readonly System.Collections.Concurrent.ConcurrentQueue<string> _keys = new(); public C(Func<string, Task<bool>> f) { this.f = f; " + (starter.StartsWith("private", StringComparison.Ordinal) ? "Add(); " : "") + "} " + starter + " { _ = DrainAsync(); } private async Task DrainAsync() { " + loop + " }",
        atMost: true);

    [Fact]
    public void WhatIsStartedUnderAFlagIsStartedOnce() => Expect(
        "silent",
        "readonly Queue<string> _keys = new(); readonly Func<string, Task> f = null!; bool _running; public void Kick() { if (_running) return; _running = true; _ = DrainAsync(); } private async Task DrainAsync() { while (_keys.Count > 0) { await f(_keys.Peek()); _keys.Dequeue(); } _running = false; }");

    private static void Expect(string says, string members, string more = "", bool atMost = false, string kind = "public")
    {
        var found = Run(members, more, kind);
        var worst = found.Count == 0 ? "silent" : string.Join(", ", found.Select(d => $"{d.Severity} {d.Id} {d.GetMessage()}"));
        switch (says)
        {
            case "silent":
                Assert.True(found.Count == 0, worst);
                break;
            case "info":
                Assert.True(found.All(d => d.Severity == DiagnosticSeverity.Info), worst);
                break;
            default:
                Assert.True(found.Any(d => d.Id == says && (atMost || d.Severity == DiagnosticSeverity.Warning)), worst);
                break;
        }
    }

    private static List<Diagnostic> Run(string members, string more = "", string kind = "public") =>
        AnalyzerRunner.Run((kind.Contains("class") ? kind : kind + " class C") + " { " + members + " }\n" + more).Where(d => d.Severity >= DiagnosticSeverity.Info && (d.Id.StartsWith("ASA01", StringComparison.Ordinal) || d.Id.StartsWith("ASA02", StringComparison.Ordinal))).ToList();
}
