using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>The false alarms with guards that real code taught to avoid, a test for each one, and next to it the mistake that looks like it.</summary>
public sealed class GuardFalseAlarmListTests
{
    [Fact]
    public void FalseAlarm_AWaitWithoutTokenOrTimeoutInsideTheTry() =>
        Silent("public async Task M() { try { await _gate.WaitAsync(); await F(); } finally { _gate.Release(); } }");

    // Of a disposed semaphore the wait throws, and so does the release: with a maximum there is nothing more to say, without one it is suggested.
    [Theory]
    [InlineData("new(1)", "", new string[0])]
    [InlineData("new(1, 1)", "public void Dispose() => _one.Dispose();", new string[0])]
    [InlineData("new(1)", "public void Dispose() => _one.Dispose();", new[] { "info ASA0208" })]
    [InlineData("new(1)", "public void Dispose() => _one?.Dispose();", new[] { "info ASA0208" })]
    public void Mistake_TheSameWithASemaphoreThatCanBeDisposed(string made, string end, string[] reports) =>
        Assert.Equal(reports, GuardedClass.Reports($"private readonly SemaphoreSlim _one = {made}; public async Task M() {{ try {{ await _one.WaitAsync(); await F(); }} finally {{ _one.Release(); }} }} {end}"));

    // Inside the 'try', and yet nobody comes to the release who has not got it.
    [Theory]
    [InlineData("try { await _one.WaitAsync(stop); taken = true; await F(); } finally { if (taken) _one.Release(); }")]
    [InlineData("if (_n > 3) { await _one.WaitAsync(stop); taken = true; } try { await F(); } finally { if (taken) _one.Release(); }")]
    [InlineData("if (own) { await _one.WaitAsync(stop); } try { taken = true; await F(); } finally { if (own) _one.Release(); }")]
    [InlineData("await _one.WaitAsync(-1, stop); try { taken = true; await F(); } finally { _one.Release(); }")]
    [InlineData("await _one.WaitAsync(Timeout.Infinite); try { taken = true; await F(); } finally { _one.Release(); }")]
    public void FalseAlarm_AReleaseThatIsBoundToItsWait(string statements) =>
        Silent($"private readonly SemaphoreSlim _one = new(1); public async Task M(CancellationToken stop, bool own) {{ var taken = false; {statements} }}");

    [Theory]
    [InlineData("CancellationToken stop", "stop", "was canceled")]
    [InlineData("int time", "time", "gave up")]
    public void Mistake_AWaitInsideTheTryThatCanFail(string parameter, string argument, string how) =>
        Says($"public async Task M({parameter}) {{ try {{ await _gate.WaitAsync({argument}); await F(); }} finally {{ _gate.Release(); }} }}", "warning ASA0202", how);

    [Theory]
    [InlineData("public async Task M(CancellationToken stop) { var acquired = false; try { await _gate.WaitAsync(stop); acquired = true; await F(); } finally { if (acquired) _gate.Release(); } }")]
    [InlineData("public async Task M(CancellationToken stop) { var acquired = false; try { acquired = await _gate.WaitAsync(100, stop); if (!acquired) return; await F(); } finally { if (acquired) _gate.Release(); } await F(); }")]
    public void FalseAlarm_AnAcquiredFlagThatTheFinallyAsks(string members) => Silent(members);

    // What follows the finally runs without the guard, whatever throws there.
    [Theory]
    [InlineData("public async Task M(CancellationToken stop) { var acquired = false; try { await _gate.WaitAsync(stop); acquired = true; _n++; } catch (OperationCanceledException) { return; } finally { if (acquired) _gate.Release(); } await F(); }")]
    [InlineData("private readonly bool _isShared; public async Task M() { if (_isShared) _gate.Wait(); try { _n++; } finally { if (_isShared) _gate.Release(); } await F(); }")]
    [InlineData("public async Task M() { var released = false; await _gate.WaitAsync(); try { await F(); if (_n > 3) { _gate.Release(); released = true; } await F(); } finally { if (!released) _gate.Release(); } await F(); }")]
    public void FalseAlarm_WorkBehindAReleaseThatAsks(string members) => Silent(members);

    [Fact]
    public void Mistake_WorkBetweenAReleaseThatLeavesAndTheLast() =>
        Says("public async Task M() { await _gate.WaitAsync(); if (_n > 3) { _gate.Release(); return; } await F(); _gate.Release(); }", "info ASA0201", "if 'await F()' throws");

    [Theory]
    [InlineData("public async Task BeginAsync() { await _gate.WaitAsync(); await F(); } public async Task EndAsync() { await F(); _gate.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _ready = new(0, 1); public async Task<int> M() { await _ready.WaitAsync(); return _n; } public void Open() { _n = 1; _ready.Release(); }")]
    public void FalseAlarm_WaitAndReleaseInDifferentMethods(string members) => Silent(members);

    [Theory]
    [InlineData("private readonly SemaphoreSlim _items = new(0); public async Task Read() { while (true) { await _items.WaitAsync(); if (_n < 0) return; _n--; await F(); } } public void Write() { _n++; _items.Release(); }")]
    [InlineData("public async Task M() { var done = new SemaphoreSlim(0); Start(() => done.Release()); await done.WaitAsync(); await F(); } private static void Start(Action act) => Task.Run(act);")]
    public void FalseAlarm_ASemaphoreThatStartsAtZero(string members) => Silent(members);

    [Theory]
    [InlineData("public async Task M() { if (!await _gate.WaitAsync(0)) return; try { await F(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task<bool> TryM() { var free = await _gate.WaitAsync(TimeSpan.Zero); if (!free) return false; try { await F(); return true; } finally { _gate.Release(); } }")]
    [InlineData("public void M() { if (!Monitor.TryEnter(_lock)) return; try { G(); } finally { Monitor.Exit(_lock); } }")]
    public void FalseAlarm_AnEarlyReturnAfterARefusal(string members) => Silent(members);

    [Theory]
    [InlineData("public async Task<int> M() { await _gate.WaitAsync(); if (_n > 3) { _gate.Release(); return 0; } var n = _n; _gate.Release(); return n; }")]
    [InlineData("public async Task M(bool up) { await _gate.WaitAsync(); if (up) { _n = 1; _gate.Release(); } else { _n = 2; _gate.Release(); } await F(); }")]
    public void FalseAlarm_AReleaseInEveryBranchWhereNothingThrows(string members) => Silent(members);

    // Nobody expects that these throw, nor a wait for nothing but time.
    [Theory]
    [InlineData("var key = Guid.NewGuid().ToString();")]
    [InlineData("_names = _names.Concat(new[] { \"b\" }).Where(n => n.Length > 0).ToArray();")]
    [InlineData("_timer?.Dispose();")]
    [InlineData("await Task.Delay(1000);")]
    [InlineData("await Task.Yield();")]
    public void FalseAlarm_BetweenTheTwoNothingThrows(string statement) =>
        Silent("private string[] _names = new string[0]; private Timer? _timer; public async Task M() { await _gate.WaitAsync(); " + statement + " _gate.Release(); await F(); }");

    [Theory]
    [InlineData("await Task.Delay(1000, stop);")]
    [InlineData("_n = await Load();")]
    public void Mistake_BetweenTheTwoSomethingThrows(string statement) =>
        Says("public async Task M(CancellationToken stop) { await _gate.WaitAsync(); " + statement + " _gate.Release(); await F(); }", "info ASA0201", "throws");

    // Two hops, a base class and a runner are common.
    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await One(); } finally { _gate.Release(); } } private Task One() => Two(); private async Task Two() { await F(); _n++; }")]
    [InlineData("public Task M() => RunLockedAsync(async () => { await F(); _n++; }); private async Task RunLockedAsync(Func<Task> act) { await _gate.WaitAsync(); try { await act(); } finally { _gate.Release(); } }")]
    public void FalseAlarm_GuardedByEveryCaller(string members) => Silent(members);

    // The task of the wait is awaited unless it has ended.
    [Theory]
    [InlineData("if (wait.Status != TaskStatus.RanToCompletion) await wait.ConfigureAwait(false);")]
    [InlineData("if (!wait.IsCompletedSuccessfully) { await wait; }")]
    public void FalseAlarm_AWaitThatHasEndedAlready(string statement) =>
        Silent("public async Task M(CancellationToken stop) { var wait = _gate.WaitAsync(stop); " + statement + " try { await F(); } finally { _gate.Release(); } }");

    // Readers do not keep each other out; where writers only set a flag, the lock answers whether work may begin.
    [Theory]
    [InlineData("_rw.EnterWriteLock(); _ended = true; _rw.ExitWriteLock();")]
    [InlineData("_rw.EnterWriteLock(); try { if (_ended) return; _ended = true; } finally { _rw.ExitWriteLock(); } _stream.Dispose();")]
    public void FalseAlarm_AReaderLockAroundTheStart(string end) => Silent(Reader(end));

    [Fact]
    public void Mistake_AReaderLockWhoseWriterEndsWhatTheTaskNeeds() =>
        Says(Reader("_rw.EnterWriteLock(); try { _stream.Dispose(); } finally { _rw.ExitWriteLock(); }"), "warning ASA0209", "'_rw' has been given back");

    // A class of static members is told when methods begin and end, and holds nothing.
    [Fact]
    public void FalseAlarm_AClassThatIsToldOfBeginAndEnd() =>
        Silent("private TaskCompletionSource _done = new(); public async Task M() { Told.Enter(this); try { await _done.Task; } finally { Told.Exit(this); } } public void Finish() { Told.Enter(this); try { _done.TrySetResult(); } finally { Told.Exit(this); } } private static class Told { public static void Enter(object o) { } public static void Exit(object o) { } }");

    [Theory]
    [InlineData("AddSingleton", 0)]
    [InlineData("AddScoped", 1)]
    public void FalseAlarm_TheGuardOfASingletonAroundStaticState(string register, int reports) => Assert.Equal(reports, GuardedClass.OfGuards(
        $"public interface IServices {{ void {register}<T>(); }} public class Start {{ public void Go(IServices services) => services.{register}<Store>(); }} "
        + "public class Store { private static int s_n; private readonly SemaphoreSlim _one = new(1, 1); public async Task M(Func<Task> act) { await _one.WaitAsync(); try { await act(); s_n++; } finally { _one.Release(); } } }").Count());

    [Fact]
    public void FalseAlarm_AThrottleMadeWhereTheObjectStarts() =>
        Silent("private SemaphoreSlim _slots = new(1, 1); public void StartReceive(int n) { _slots = new SemaphoreSlim(n); } public async Task M() { await _slots.WaitAsync(); try { await F(); } finally { _slots.Release(); } }");

    // Of a throttle it admits one more, which does less harm than two holders of a guard.
    [Fact]
    public void Mistake_OfAThrottleItIsASuggestion() =>
        Says("private readonly SemaphoreSlim _slots = new(8); public async Task M(CancellationToken stop) { try { await _slots.WaitAsync(stop); await F(); } finally { _slots.Release(); } }", "info ASA0202", "from then on it admits one more");

    // So is one that admits as many as its maker says.
    [Theory]
    [InlineData("private readonly SemaphoreSlim _slots; public C(int most) => _slots = new SemaphoreSlim(most);")]
    [InlineData("private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);")]
    [InlineData("public static int Most { get; set; } = 8; private readonly SemaphoreSlim _slots = new(Most, Most);")]
    public void Mistake_OfAThrottleOfUnknownSizeItIsASuggestion(string slots) =>
        Says(slots + " public async Task M(CancellationToken stop) { try { await _slots.WaitAsync(stop); await F(); } finally { _slots.Release(); } }", "info ASA0202", "from then on it admits one more");

    [Theory]
    [InlineData("private const int One = 1; private readonly SemaphoreSlim _only = new(One, One);")]
    [InlineData("private readonly SemaphoreSlim _only = new(initialCount: 1, maxCount: 1);")]
    public void Mistake_OfAGuardItIsAWarning(string only) =>
        Says(only + " public async Task M(CancellationToken stop) { try { await _only.WaitAsync(stop); await F(); } finally { _only.Release(); } }", "warning ASA0202", "from then on two can hold it at once");

    // The enumerator of a collection, and the type of an object, are there for the asking.
    [Theory]
    [InlineData("var all = list.GetEnumerator(); while (all.MoveNext()) _n++;")]
    [InlineData("_n = GetType().Name.Length;")]
    public void FalseAlarm_CallsThatDoNotThrow(string statement) => Silent(
        "private sealed class Few { public bool MoveNext() => false; public Few GetEnumerator() => this; } public async Task M() { var list = new Few(); await _gate.WaitAsync(); " + statement + " _gate.Release(); }");

    // State of all objects that is only stored there depends on nothing that others may have changed.
    [Theory]
    [InlineData("s_last = path;", 0)]
    [InlineData("s_last = path; Console.WriteLine(s_last);", 0)]
    [InlineData("s_last += path;", 1)]
    [InlineData("s_last = s_last + path;", 1)]
    [InlineData("if (s_last != path) s_last = path;", 1)]
    [InlineData("Keep(path);", 0)]
    [InlineData("if (s_last.Length == 0) Keep(path);", 1)]
    public void FalseAlarm_AStoreUnderTheGuardOfOneObject(string store, int reports) => Assert.Equal(reports, GuardedClass.Diagnostics(
        "private static string s_last = \"\"; private readonly SemaphoreSlim _mine = new(1, 1); private static void Keep(string path) => s_last = path; public async Task M(string path) { await _mine.WaitAsync(); try { await F(); " + store + " } finally { _mine.Release(); } }").Count());

    private static string Reader(string end) =>
        "private bool _ended; private readonly Stream _stream = Stream.Null; public Task M() { _rw.EnterReadLock(); try { ObjectDisposedException.ThrowIf(_ended, this); return _stream.FlushAsync(); } finally { _rw.ExitReadLock(); } } public void Dispose() { " + end + " }";

    private static void Silent(string members) => Assert.Equal([], GuardedClass.Diagnostics(members).Select(r => $"{r.Id} {r.GetMessage()}"));

    private static void Says(string members, string report, string how)
    {
        var found = Assert.Single(GuardedClass.Diagnostics(members));
        Assert.Equal(report, $"{found.Severity.ToString().ToLowerInvariant()} {found.Id}");
        Assert.Contains(how, found.GetMessage(), StringComparison.Ordinal);
    }
}
