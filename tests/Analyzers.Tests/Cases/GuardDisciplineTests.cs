using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Which guard belongs to which state, and who does without.</summary>
public sealed class GuardDisciplineTests
{
    private const string Waits = "public Task WaitAsync() => Task.CompletedTask; public async Task Idle() { await WaitAsync(); }";
    private const string Counter = "readonly object _gate = new(); int _count; public void Add() { lock (_gate) { _count++; } } public void Take() { lock (_gate) { _count--; } } public int Get() { lock (_gate) { return _count; } }" + Waits;
    private const string Names = "readonly object _gate = new(); readonly List<string> _names = new(); public void Add(string n) { lock (_gate) { _names.Add(n); } } public void Drop(string n) { lock (_gate) { _names.Remove(n); } } public bool Has(string n) { lock (_gate) { return _names.Contains(n); } }" + Waits;
    private const string Table = "readonly object _gate = new(); readonly Dictionary<int, string> _map = new(); public void Put(int k, string v) { lock (_gate) { _map[k] = v; } } public void Drop(int k) { lock (_gate) { _map.Remove(k); } } public int Size() { lock (_gate) { return _map.Count; } }" + Waits;

    [Fact]
    public void AWriteWithoutTheLockOfAllOthers() => Reports(DiagnosticSeverity.Warning, "'_count' is written here without '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Counter} public void Set(int n) {{ _count = n; }} }}");

    [Fact]
    public void AnIncrementWithoutTheLock() => Reports(DiagnosticSeverity.Warning, "'_count' is changed here without '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Counter} public void More(int n) {{ _count += n; }} }}");

    [Fact]
    public void AnAddToAGuardedList() => Reports(DiagnosticSeverity.Warning, "'_names' is changed here without '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Names} public void Both(string n) {{ _names.Add(n + n); }} }}");

    [Fact]
    public void AGuardedListIsEnumerated() => Reports(DiagnosticSeverity.Warning, "'_names' is enumerated here without '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Names} public void Show() {{ foreach (var n in _names) Console.WriteLine(n); }} }}");

    [Fact]
    public void AGuardedListIsCopied() => Reports(DiagnosticSeverity.Info, "'_names' is enumerated here without '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Names} public string[] All() => _names.ToArray(); }}");

    [Fact]
    public void AGuardedDictionaryIsLookedUp() => Reports(DiagnosticSeverity.Info, "'_map' is read here without '_gate', which guards it in 3 of 4 places, for instance in 'Put'",
        $"public class A {{ {Table} public string? Get(int k) => _map.TryGetValue(k, out var v) ? v : null; }}");

    [Fact]
    public void ASemaphoreIsAGuardLikeAnyOther() => Reports(DiagnosticSeverity.Warning, "'_total' is written here without '_gate', which guards it in 3 of 4 places, for instance in 'AddAsync'",
        """
        public class A
        {
            readonly SemaphoreSlim _gate = new(1, 1); decimal _total;
            public async Task AddAsync(Func<Task<decimal>> f) { await _gate.WaitAsync(); try { _total += await f(); } finally { _gate.Release(); } }
            public async Task SubAsync(Func<Task<decimal>> f) { await _gate.WaitAsync(); try { _total -= await f(); } finally { _gate.Release(); } }
            public async Task<decimal> GetAsync() { await _gate.WaitAsync(); try { return _total; } finally { _gate.Release(); } }
            public void Round() { _total = Math.Round(_total); }
        }
        """);

    [Fact]
    public void TheLockOfACallerGuardsItsHelper() => Reports(DiagnosticSeverity.Warning, "'_count' is changed by 'Step' here without '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Counter} void Step() {{ _count += 2; }} public void Two() {{ lock (_gate) {{ Step(); }} }} public void Free() {{ Step(); }} }}");

    [Fact]
    public void AnotherLockIsHeld() => Reports(DiagnosticSeverity.Info, "'_count' is changed here under '_other' and not under '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Counter} readonly object _other = new(); public void More(int n) {{ lock (_other) {{ _count += n; }} }} }}");

    // All that is done under the other lock stands in one member: that is one slip. In two it is what somebody means.
    [Theory]
    [InlineData("public string[] Drain() { lock (_other) { var all = _names.ToArray();\n _names.Clear(); return all; } }", true)]
    [InlineData("public void Empty() { lock (_other) { _names.Clear(); } } public string[] All() { lock (_other) { return _names.ToArray(); } }", false)]
    [InlineData("public string[] Drain() { lock (_gate) { var all = _names.ToArray();\n _names.Clear(); return all; } }", false)]
    public void AnotherLockIsHeldForTwoSteps(string members, bool reported) => Assert.Equal(
        reported,
        AnalyzerRunner.Run($"public class A {{ {Names} readonly object _other = new(); {members} }}").Any(d => d.Id == "ASA0106"));

    [Fact]
    public void OnlyTheCheckIsGuarded() => Reports(DiagnosticSeverity.Warning, "'_count' is changed here after '_gate' was given back, which guards only the check here, though it guards 4 of 5 places, for instance in 'Add'",
        $"public class A {{ {Counter} public void More(int n) {{ bool free; lock (_gate) {{ free = _count < 10; }}\n if (free) {{ _count += n; }} }} }}");

    [Fact]
    public void ALockOfOneObjectAroundStateOfAll() => Reports(DiagnosticSeverity.Warning, "'s_count' is changed here under '_gate', which belongs to one object while 's_count' belongs to all",
        $"public class A {{ readonly object _gate = new(); static int s_count; public void Add() {{ lock (_gate) {{ s_count++; }} }} public void Take() {{ lock (_gate) {{ s_count--; }} }} {Waits} }}");

    [Fact]
    public void StateMarkedWithItsGuard() => Reports(DiagnosticSeverity.Warning, "'_count' is changed here without '_gate', which it is marked with",
        $"public class A {{ readonly object _gate = new(); [GuardedBy(nameof(_gate))] int _count; public void Add() {{ _count++; }} public int Get() {{ lock (_gate) {{ return _count; }} }} {Waits} }} public class GuardedByAttribute(string g) : Attribute {{ }}");

    [Fact]
    public void AWriteOfAConstantIsASuggestion() => Reports(DiagnosticSeverity.Info, "'_count' is written here without '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Counter} public void Reset() {{ _count = 0; }} }}");

    [Fact]
    public void ACallbackDoesWithout() => Reports(DiagnosticSeverity.Warning, "'_count' is changed here without '_gate', which guards it in 3 of 4 places, for instance in 'Add'",
        $"public class A {{ {Counter} public void Watch(FileSystemWatcher w) {{ w.Changed += (_, _) => _count++; }} }}");

    [Theory]
    [InlineData("public A() { _count = 1; }")]
    [InlineData("public A(int n) { Fill(n); } void Fill(int n) { _count = n; }")]
    [InlineData("~A() { _count = 1; }")]
    [InlineData("public void Dispose() { _count = -1; }")]
    [InlineData("public void Initialize(int n) { _count = n; }")]
    [InlineData("public Task StartAsync(int n) { _count = n; return Task.CompletedTask; }")]
    [InlineData("public void AddLocked(int n) { _count += n; }")]
    [InlineData("public void AddUnsafe(int n) { _count += n; }")]
    [InlineData("internal void AddCore(int n) { _count += n; }")]
    [InlineData("protected void More(int n) { _count += n; }")]
    [InlineData("void More(int n) { _count += n; } public void Two() { lock (_gate) { More(1); More(1); } }")]
    [InlineData("void A1(int n) { A2(n); } void A2(int n) { A3(n); } void A3(int n) { A4(n); } void A4(int n) { A5(n); } void A5(int n) { _count += n; } public void Two() { lock (_gate) { A1(1); } }")]
    [InlineData("int Down(int n) { _count--; return n == 0 ? 0 : Down(n - 1); } public void Two() { lock (_gate) { Down(3); } }")]
    [InlineData("public int Peek() => _count;")]
    [InlineData("public bool IsEmpty => _count == 0;")]
    [InlineData("public override string ToString() => _count.ToString();")]
    [InlineData("public void AddIfAny() { if (_count == 0) return; lock (_gate) { if (_count > 0) _count++; } }")]
    [InlineData("/// <summary>The caller holds the lock.</summary>\npublic void More(int n) { _count += n; }")]
    [InlineData("public void More(int n) {\n // no lock needed: only the reader thread comes here\n _count += n; }")]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] public void More(int n) { _count += n; }")]
    [InlineData("[GuardedBy(\"_gate\")] public void More(int n) { _count += n; }")]
    [InlineData("public void More(object gate, int n) { lock (gate) { _count += n; } }")]
    [InlineData("public void More(int n) { Monitor.Enter(_gate); try { _count += n; } finally { Monitor.Exit(_gate); } }")]
    [InlineData("public void More(int n) { lock (_gate) { Each(n, i => _count += i); } } void Each(int n, Action<int> f) { for (var i = 0; i < n; i++) f(i); }")]
    [InlineData("public void More(int n) { lock (_gate) { void Step() { _count++; } Step(); } }")]
    [InlineData("/// <summary>For the debugger.</summary>\npublic void More(int n) { _count += n; }")]
    [InlineData("public ValueTask DisposeAsync() { _count = Last(); return default; } int Last() => -1; public async Task CloseAsync() { await DisposeAsync(); }")]
    [InlineData("public void More(int n) { lock (_gate) { Add(); _count += n; } }")]
    [InlineData("public void More(int n) { lock (_gate) { Two(); _count += n; } } void Two() { lock (_gate) { Add(); _count++; } }")]
    [InlineData("public void More(int n) { var gate = _gate; lock (gate) { _count += n; } }")]
    [InlineData("object Gate() => _gate; public void More(int n) { lock (Gate()) { _count += n; } }")]
    [InlineData("public static A Create() { var a = new A(); a._count = 3; return a; }")]
    [InlineData("public void TwoTimes() { lock (_gate) { Once(); Once(); } } public void Once() { _count++; }")]
    public void NobodyElseComesThereOrTheGuardIsHeld(string member) => IsSilent($"public class A {{ public A(string s) {{ }} {(member.Contains("A()") && !member.Contains("new A()") ? "" : "public A() { }")} {Counter} {member} }} public class GuardedByAttribute(string g) : Attribute {{ }}");

    [Theory]
    [InlineData("volatile int _count;")]
    [InlineData("int _count; public void Atomic() { Interlocked.Increment(ref _count); }")]
    public void WhatIsAtomicElsewhereNeedsNoLock(string field) => IsSilent(
        $"public class A {{ {Counter.Replace("int _count;", field)} public void Set(int n) {{ _count = n; }} }}");

    [Theory]
    [InlineData("public int Size() => _names.Count;")]
    [InlineData("public bool Any() => _names.Count > 0;")]
    [InlineData("public string First() { lock (_gate) { return _names.Select(n => n + _names.Count).First(); } }")]
    public void ALookThatCannotBreak(string member) => IsSilent($"public class A {{ {Names} {member} }}");

    [Fact]
    public void AFlagThatIsOnlyRaised() => IsSilent(
        $"public class A {{ readonly object _gate = new(); bool _on; public void X() {{ lock (_gate) {{ if (_on) _on = false; }} }} public void Y() {{ lock (_gate) {{ _on = !_on; }} }} public void Z() {{ lock (_gate) {{ if (!_on) _on = true; }} }} public void Raise() {{ _on = true; }} {Waits} }}");

    [Fact]
    public void AFlagThatIsTestedAndRaised() => Reports(DiagnosticSeverity.Info, "'_on' is written here without '_gate', which guards it in 3 of 4 places, for instance in 'X'",
        $"public class A {{ readonly object _gate = new(); bool _on; public void X() {{ lock (_gate) {{ if (_on) _on = false; }} }} public void Y() {{ lock (_gate) {{ _on = !_on; }} }} public void Z() {{ lock (_gate) {{ if (!_on) _on = true; }} }} public void Raise() {{ if (_on) return; _on = true; }} {Waits} }}");

    [Fact]
    public void ASnapshotIsReplacedAsAWhole() => IsSilent(
        $"public class A {{ readonly object _gate = new(); List<int> _all = new(); public void Add(int n) {{ lock (_gate) {{ _all = new List<int>(_all) {{ n }}; }} }} public void Drop(int n) {{ lock (_gate) {{ _all = _all.Where(x => x != n).ToList(); }} }} public int Sum() {{ var s = 0; foreach (var n in _all) s += n; return s; }} {Waits} }}");

    [Fact]
    public void WhatWasTakenOutUnderTheLockBelongsToTheTaker() => IsSilent(
        $"public class A {{ readonly object _gate = new(); List<int> _queue = new(); public void Add(int n) {{ lock (_gate) {{ _queue.Add(n); }} }} public void AddTwo(int n) {{ lock (_gate) {{ _queue.Add(n); _queue.Add(n); }} }} public void Flush() {{ List<int> all; lock (_gate) {{ all = _queue; _queue = new List<int>(); }} foreach (var n in all) Console.WriteLine(n); all.Clear(); }} {Waits} }}");

    [Fact]
    public void ReadersThatNeverTakeTheLockAreADecision() => IsSilent(
        $"public class A {{ {Table} public string? X(int k) => _map[k]; public string? Y(int k) => _map[k + 1]; public string? Z(int k) => _map[k + 2]; }}");

    [Fact]
    public void OneGuardedPlaceIsNoHabit() => IsSilent(
        $"public class A {{ readonly object _gate = new(); int _count; public void Add() {{ lock (_gate) {{ _count++; }} }} public void Set(int n) {{ _count = n; }} {Waits} }}");

    [Fact]
    public void AHabitNeedsAMajority() => IsSilent(
        $"public class A {{ {Counter} public void B1() {{ _count++; }} public void B2() {{ _count++; }} public void B3() {{ _count++; }} }}");

    [Fact]
    public void GuardedReadsAloneAreNoHabit() => IsSilent(
        $"public class A {{ readonly object _gate = new(); int _n; public int X() {{ lock (_gate) {{ return _n; }} }} public int Y() {{ lock (_gate) {{ return _n + 1; }} }} public void Set(int n) {{ _n = n; }} {Waits} }}");

    [Fact]
    public void AFlagThatServesAsATryLockIsNoGuard() => IsSilent(
        """
        public class A
        {
            int _busy; int _beats;
            public async Task BeatAsync(Func<Task> f) { if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) return; try { await f(); _beats++; } finally { Interlocked.Exchange(ref _busy, 0); } }
            public async Task PingAsync(Func<Task> f) { if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) return; try { await f(); _beats++; } finally { Interlocked.Exchange(ref _busy, 0); } }
            public void Reset(int n) { _beats = n; }
        }
        """);

    [Fact]
    public void TheThreadOfADispatcherIsNoGuard() => IsSilent(
        """
        public class DispatcherQueue { public Task EnqueueAsync(Action f) { f(); return Task.CompletedTask; } }
        public class A(DispatcherQueue queue)
        {
            readonly List<int> _shown = new();
            public async Task AddAsync(int n) { await queue.EnqueueAsync(() => _shown.Add(n)); }
            public async Task DropAsync(int n) { await queue.EnqueueAsync(() => _shown.Remove(n)); }
            public async Task TwiceAsync(int n) { await queue.EnqueueAsync(() => { _shown.Add(n); _shown.Add(n); }); }
            public void Clear() { _shown.Clear(); }
        }
        """);

    [Fact]
    public void ALockForEachKeyIsNoGuardOfAll() => IsSilent(
        $"public class A {{ readonly Dictionary<int, object> _gates = new(); int _n; public void X(int k) {{ lock (_gates[k]) {{ _n++; }} }} public void Y(int k) {{ lock (_gates[k]) {{ _n--; }} }} public void Z(int n) {{ _n = n; }} {Waits} }}");

    [Fact]
    public void AReaderHoldsTheReaderLock() => IsSilent(
        $"public class A {{ readonly ReaderWriterLockSlim _gate = new(); readonly Dictionary<int, int> _map = new(); public void Put(int k) {{ _gate.EnterWriteLock(); try {{ _map[k] = k; }} finally {{ _gate.ExitWriteLock(); }} }} public void Drop(int k) {{ _gate.EnterWriteLock(); try {{ _map.Remove(k); }} finally {{ _gate.ExitWriteLock(); }} }} public int Get(int k) {{ _gate.EnterReadLock(); try {{ return _map[k]; }} finally {{ _gate.ExitReadLock(); }} }} {Waits} }}");

    [Fact]
    public void AnObjectOfOneRequestIsNotShared() => IsSilent(
        $"public abstract class ControllerBase {{ }} public class AController : ControllerBase {{ {Counter} public void Set(int n) {{ _count = n; }} }}");

    // A disposal mostly meets nobody; but the work that the object has started, and that nobody waits for, ends under the lock.
    [Theory]
    [InlineData(true, "", "foreach (var s in _all.Values) s.Dispose();", "_ = Task.Run(() => RunAsync(k));")]
    [InlineData(true, "", "foreach (var s in _all) s.Value.Dispose();", "_ = RunAsync(k);")]
    [InlineData(false, "", "lock (_all) foreach (var s in _all.Values) s.Dispose();", "_ = Task.Run(() => RunAsync(k));")]
    [InlineData(false, "", "_last?.Wait(); foreach (var s in _all.Values) s.Dispose();", "_last = Task.Run(() => RunAsync(k));")]
    [InlineData(false, "async ", "foreach (var s in _all.Values) s.Dispose();", "await RunAsync(k);")]
    public void ADisposalGoesThroughWhatRunningWorkChanges(bool reported, string async, string disposal, string start)
    {
        var source = $"public class A : IDisposable {{ readonly Dictionary<int, CancellationTokenSource> _all = new(); Task? _last; public {async}void Begin(int k) {{ lock (_all) {{ _all[k] = new(); }} {start} }} async Task RunAsync(int k) {{ await Task.Yield(); lock (_all) _all.Remove(k); }} public void Dispose() {{ {disposal} }} }}";
        if (reported)
            Reports(DiagnosticSeverity.Info, "'_all' is enumerated here without '_all', which guards it in 2 of 3 places, for instance in 'Begin'", source);
        else
            IsSilent(source);
    }

    [Fact]
    public void ADisposalBetweenTurnsOfOneThread() => IsSilent(
        "public class A : IDisposable { readonly SemaphoreSlim _gate = new(1, 1); readonly List<CancellationTokenSource> _all = new(); public void Begin() { _ = RunAsync(); } public async Task ResetAsync() { await _gate.WaitAsync(); try { _all.Clear(); } finally { _gate.Release(); } } async Task RunAsync() { await _gate.WaitAsync(); try { _all.Add(new()); } finally { _gate.Release(); } } public void Dispose() { foreach (var s in _all) s.Dispose(); } }");

    // A number that is counted under the lock and without: one of two steps is lost. What is set, or counted before anybody else is there, is not.
    [Theory]
    [InlineData(true, "public void Begin() { _open++; }")]
    [InlineData(true, "public void Begin() { _open += 2; }")]
    [InlineData(false, "public void Begin() { _open = 2; }")]
    [InlineData(false, "public void Begin() { lock (_gate) _open++; }")]
    [InlineData(false, "public void Begin() { lock (_gate) Plus(); } private void Plus() { _open++; }")]
    [InlineData(false, "public A() { _open++; }")]
    [InlineData(false, "public void Begin() { _open++; } public void Again() { _open++; }")]
    public void ACountThatGoesUpWithoutTheLock(bool reported, string begin)
    {
        var source = $"public class A {{ readonly object _gate = new(); int _open; {begin} public async Task EndAsync() {{ await Task.Yield(); lock (_gate) {{ if (--_open == 0) Console.WriteLine(); }} }} }}";
        if (reported)
            Reports(DiagnosticSeverity.Info, "'_open' is changed here without '_gate', which guards it in 1 of 2 places, for instance in 'EndAsync'", source);
        else
            IsSilent(source);
    }

    [Fact]
    public void ATypeThatNeverWaitsIsNotLookedAt() => IsSilent(
        $"public class A {{ {Counter.Replace(Waits, "")} public void Set(int n) {{ _count = n; }} }}");

    private static void Reports(DiagnosticSeverity severity, string message, string source)
    {
        var report = Assert.Single(AnalyzerRunner.Run(source), r => r.Id == "ASA0106");
        Assert.Equal((severity, message), (report.Severity, report.GetMessage()));
    }

    private static void IsSilent(string source) => Assert.DoesNotContain(AnalyzerRunner.Run(source), r => r.Id == "ASA0106");
}
