using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>ASA0205 and ASA0208: how a semaphore is made, against how it is used.</summary>
public sealed class SemaphoreShapeTests
{
    [Fact]
    public void ASemaphoreMadeInTheCallThatTakesIt() => Reports(
        "ASA0205",
        "'gate' is made anew in each call, so nobody else ever waits for it, and it excludes nobody",
        "class A { int _n; public async Task Go(Func<Task> f) { var gate = new SemaphoreSlim(1, 1); await gate.WaitAsync(); try { await f(); } finally { gate.Release(); } } }");

    [Fact]
    public void OneThatSeveralRunsOfALambdaShare() => IsSilent(
        "class A { public async Task Go(IEnumerable<int> items, Func<int, Task> f) { using var gate = new SemaphoreSlim(3, 3); await Task.WhenAll(items.Select(async i => { await gate.WaitAsync(); try { await f(i); } finally { gate.Release(); } })); } }");

    [Fact]
    public void OneThatIsHandedOn() => IsSilent(
        "class A { public async Task Go(Func<SemaphoreSlim, Task> f) { var gate = new SemaphoreSlim(1, 1); var t = f(gate); await gate.WaitAsync(); gate.Release(); await t; } }");

    [Fact]
    public void ALocalSignalThatStartsEmpty() => IsSilent(
        "class A { public async Task Go(Action<Action> on) { var done = new SemaphoreSlim(0, 1); on(() => done.Release()); await done.WaitAsync(); } }");

    [Fact]
    public void SeveralPermitsUnderWhichStateIsChanged() => Reports(
        "ASA0205",
        "'_gate' admits several at once, and '_count' is changed under it as if it admitted one",
        "class A { readonly SemaphoreSlim _gate = new(3, 3); int _count; public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); _count++; } finally { _gate.Release(); } } }");

    [Theory]
    [InlineData("Interlocked.Increment(ref _count);")]
    [InlineData("lock (_gate) { _count++; }")]
    [InlineData("var count = 0; count++;")]
    public void AThrottleWhoseStateIsSafe(string change) => IsSilent(
        $"class A {{ readonly SemaphoreSlim _gate = new(3, 3); int _count; public async Task Go(Func<Task> f) {{ await _gate.WaitAsync(); try {{ await f(); {change} }} finally {{ _gate.Release(); }} }} }}");

    [Fact]
    public void OneOfEachObjectUnderWhichStateOfAllIsChanged() => Reports(
        "ASA0205",
        "'_gate' belongs to one object, and 's_count', which is changed under it, to all of them",
        "class A { readonly SemaphoreSlim _gate = new(1, 1); static int s_count; public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); s_count++; } finally { _gate.Release(); } } }");

    [Theory]
    [InlineData("Dictionary<int, int>", "s_all[1] = await f();")]
    [InlineData("List<int>", "s_all.Add(await f());")]
    [InlineData("HashSet<int>", "Keep(await f());")]
    [InlineData("int", "s_all = s_all + await f();")]
    [InlineData("int?", "if (s_all == null) s_all = await f();")]
    [InlineData("int", "A.s_all += await f();")]
    public void OneOfEachObjectAroundWhatAllShare(string type, string change) => Reports(
        "ASA0205",
        "'_gate' belongs to one object, and 's_all', which is changed under it, to all of them",
        Shared("public A() { _gate = new SemaphoreSlim(1, 1); } readonly SemaphoreSlim _gate;", type, change));

    [Theory]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1);", "System.Collections.Concurrent.ConcurrentDictionary<int, int>", "s_all[1] = await f();")]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1);", "System.Collections.Immutable.ImmutableList<int>", "await f(); s_all.Add(1);")]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1);", "List<int>", "await f(); lock (s_all) s_all.Add(1);")]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1); static readonly SemaphoreSlim s_gate = new(1, 1);", "List<int>", "await s_gate.WaitAsync(); s_all.Add(1); s_gate.Release();")]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1); private A() { } public static A Instance { get; } = new A();", "List<int>", "s_all.Add(await f());")]
    [InlineData("static readonly SemaphoreSlim _gate = new(1, 1);", "List<int>", "s_all.Add(await f());")]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1); [ThreadStatic]", "List<int>", "s_all.Add(await f());")]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1);", "Dictionary<int, int>", "var n = s_all[1] + await f();")]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1);", "List<int>", "var s_all = new List<int>(); s_all.Add(await f());")]
    public void OneOfEachObjectWhereAllAreSafe(string guard, string type, string use) => IsSilent(Shared(guard, type, use));

    [Fact]
    public void APropertyThatMakesOneEachTime() => Reports(
        "ASA0205",
        "'Gate' is made anew in each call, so nobody else ever waits for it, and it excludes nobody",
        "class A { SemaphoreSlim Gate => new(1, 1); public async Task Go(Func<Task> f) { await Gate.WaitAsync(); try { await f(); } finally { Gate.Release(); } } }");

    [Theory]
    [InlineData("const int Max = 4; readonly SemaphoreSlim _gate = new(Max, Max);", "_all.Add(n);")]
    [InlineData("readonly SemaphoreSlim _gate = new(Environment.ProcessorCount);", "_all.Add(n);")]
    [InlineData("readonly SemaphoreSlim _gate = new(3);", "Keep(n);")]
    public void AThrottleUnderWhichACollectionIsChanged(string guard, string change) => Reports(
        "ASA0205",
        "'_gate' admits several at once, and '_all' is changed under it as if it admitted one",
        $"class A {{ {guard} readonly List<int> _all = new(); void Keep(int n) => _all.Add(n); public async Task Go(Func<Task<int>> f) {{ await _gate.WaitAsync(); try {{ var n = await f(); {change} }} finally {{ _gate.Release(); }} }} }}");

    [Fact]
    public void OneOfAllObjects() => IsSilent(
        "class A { static readonly SemaphoreSlim s_gate = new(1, 1); static int s_count; public async Task Go(Func<Task> f) { await s_gate.WaitAsync(); try { await f(); s_count++; } finally { s_gate.Release(); } } }");

    [Fact]
    public void OneThatIsReplacedWhileInUse() => Reports(
        "ASA0205",
        "'_gate' is replaced here while others may hold or wait for the one before: the two exclude each other no more",
        "class A { SemaphoreSlim _gate = new(1, 1); public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } } public void Unblock() { _gate = new SemaphoreSlim(1, 1); } }");

    [Theory]
    [InlineData("public A() { _gate = new SemaphoreSlim(1, 1); }")]
    [InlineData("public void Initialize() { _gate = new SemaphoreSlim(1, 1); }")]
    [InlineData("public void Ensure() { if (_gate == null) _gate = new SemaphoreSlim(1, 1); }")]
    public void OneThatIsMadeBeforeItsUse(string member) => IsSilent(
        $"class A {{ SemaphoreSlim _gate = new(1, 1); public async Task Go(Func<Task> f) {{ await _gate.WaitAsync(); try {{ await f(); }} finally {{ _gate.Release(); }} }} {member} }}");

    [Theory]
    [InlineData("new(1)")]
    [InlineData("new SemaphoreSlim(1)")]
    [InlineData("new SemaphoreSlim(initialCount: 1)")]
    public void AGuardWithoutAMaximumThatOthersRelease(string creation) => Reports(
        "ASA0208",
        "'_gate' guards with one permit and has no maximum, and 'Stop' releases it without having taken it: one 'Release' too many lets two in, and nobody notices",
        $"class A {{ readonly SemaphoreSlim _gate = {creation}; public async Task Go(Func<Task> f) {{ await _gate.WaitAsync(); try {{ await f(); }} finally {{ _gate.Release(); }} }} public void Stop() => _gate.Release(); }}");

    /// <summary>What may give it back once too often, and why.</summary>
    [Theory]
    [InlineData("internal ", Plain, "it is not private, so others can release it too")]
    [InlineData("protected ", Plain, "it is not private, so others can release it too")]
    [InlineData("", Plain + "public IDisposable Open() => new Held(_gate); class Held(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); }", "'new Held(_gate)' hands it on")]
    [InlineData("", Plain + "public SemaphoreSlim Gate => _gate;", "'_gate' is handed on")]
    [InlineData("", Plain + "public async Task Take() => await _gate.WaitAsync(); class Held(A a) { public void End() => a._gate.Release(); }", "'End' releases it without having taken it")]
    [InlineData("", Plain + "public async Task Open(Action<Action> on) { await _gate.WaitAsync(); on(() => _gate.Release()); }", "'Open' releases it without having taken it")]
    [InlineData("", "public async Task Go(Func<Task> f) { try { await _gate.WaitAsync(); await f(); } finally { _gate.Release(); } } public void Dispose() => _gate.Dispose();", "nothing binds '_gate.Release()' in 'Go' to one take of it")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(9); try { await f(); } finally { _gate.Release(); } }", "nothing binds '_gate.Release()' in 'Go' to one take of it")]
    [InlineData("", "public async Task Go(Func<Task> f, bool held) { if (!held) { await _gate.WaitAsync(); } try { await f(); } finally { if (f != null) _gate.Release(); } }", "nothing binds '_gate.Release()' in 'Go' to one take of it")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); _gate.Release(); } catch { _gate.Release(); throw; } }", "nothing binds '_gate.Release()' in 'Go' to one take of it")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); if (f == null) { _gate.Release(); } _gate.Release(); }", "nothing binds '_gate.Release()' in 'Go' to one take of it")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { _gate.Release(); await f(); await _gate.WaitAsync(); } finally { _gate.Release(); } }", "nothing binds '_gate.Release()' in 'Go' to one take of it")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); while (f != null) { await f(); _gate.Release(); } }", "nothing binds '_gate.Release()' in 'Go' to one take of it")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(2); } }", "'_gate.Release(2)' gives back as many as it is told")]
    public void AGuardThatMayBeReleasedOnceTooOften(string access, string members, string why) => Reports(
        "ASA0208",
        $"'_gate' guards with one permit and has no maximum, and {why}: one 'Release' too many lets two in, and nobody notices",
        $"class A {{ {access}readonly SemaphoreSlim _gate = new(1); {members} }}");

    /// <summary>Every release belongs to a take of its own, and nobody else can release it.</summary>
    [Theory]
    [InlineData("private ", Plain)]
    [InlineData("private static ", Plain)]
    [InlineData("", Plain + "public async Task End() { await _gate.WaitAsync(); _gate.Dispose(); }")]
    [InlineData("", "public async Task Go(Func<Task> f, CancellationToken stop) { await _gate.WaitAsync(stop).ConfigureAwait(false); try { await f(); } finally { _gate.Release(); } }")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(1); } }")]
    [InlineData("", "public void Go(Action f) { _gate.Wait(); try { f(); } finally { _gate.Release(); } }")]
    [InlineData("", "public async Task Go(Func<Task> f) { if (!await _gate.WaitAsync(0)) return; try { await f(); } finally { _gate.Release(); } }")]
    [InlineData("", "public async Task Go(Func<Task> f) { var mine = await _gate.WaitAsync(9); if (!mine) return; try { await f(); } finally { _gate.Release(); } }")]
    [InlineData("", "public async Task Go(Func<Task> f) { if (await _gate.WaitAsync(0)) { try { await f(); } finally { _gate.Release(); } } }")]
    [InlineData("", "public async Task Go(Func<Task> f) { if (f != null) { await _gate.WaitAsync(); if (f.Target == null) { _gate.Release(); return; } await f(); _gate.Release(); } }")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); if (f.Target == null) { _gate.Release(); } else { await f(); _gate.Release(); } }")]
    [InlineData("", "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); _gate.Release(); await f(); await _gate.WaitAsync(); _gate.Release(); }")]
    [InlineData("", "public async Task Go(Func<Task> f) { while (f != null) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } } }")]
    [InlineData("", "public Task Go(IEnumerable<int> a, Func<Task> f) => Task.WhenAll(a.Select(async _ => { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } }));")]
    public void AGuardThatNothingReleasesTooOften(string access, string members) => IsSilent($"class A {{ {access}readonly SemaphoreSlim _gate = new(1); {members} }}");

    private const string Plain = "public async Task Go(Func<Task> f) { await _gate.WaitAsync(); try { await f(); } finally { _gate.Release(); } } ";

    [Theory]
    [InlineData("new(1, 1)")]
    [InlineData("new(0)")]
    [InlineData("new(4)")]
    public void AMaximumIsThereOrNotAsked(string creation) => IsSilent(
        $"class A {{ readonly SemaphoreSlim _gate = {creation}; public async Task Go(Func<Task> f) {{ await _gate.WaitAsync(); try {{ await f(); }} finally {{ _gate.Release(); }} }} }}");

    [Fact]
    public void ASignalThatOthersGive() => IsSilent(
        "class A { readonly SemaphoreSlim _turn = new(1); public async Task Wait() { await _turn.WaitAsync(); } public void Next() => _turn.Release(); }");

    private static string Shared(string members, string type, string change) =>
        $"class A {{ {members} static {type} s_all = new(); static void Keep(int n) => {(type == "HashSet<int>" ? "s_all.Add(n)" : "Console.WriteLine(n)")}; public async Task Go(Func<Task<int>> f) {{ await _gate.WaitAsync(); try {{ {change} }} finally {{ _gate.Release(); }} }} }}";

    private static void Reports(string id, string message, string source)
    {
        var report = Assert.Single(AnalyzerRunner.Run(source), d => d.Id is "ASA0205" or "ASA0208");
        Assert.Equal((id, DiagnosticSeverity.Info, message), (report.Id, report.Severity, report.GetMessage()));
    }

    private static void IsSilent(string source) => Assert.DoesNotContain(AnalyzerRunner.Run(source), d => d.Id is "ASA0205" or "ASA0208");
}

/// <summary>ASA0203 where what is awaited under a guard needs the guard to come.</summary>
public sealed class SignalsUnderGuardTests
{
    private const string Type = "class A {{ readonly SemaphoreSlim _gate = new(1, 1); readonly TaskCompletionSource _ready = new(); public async Task Wait() {{ await _gate.WaitAsync(); try {{ {0} }} finally {{ _gate.Release(); }} }} public async Task Done() {{ {1} }} }}";

    [Fact]
    public void ASignalThatNeedsTheSameGuard()
    {
        var report = Assert.Single(Run("await _ready.Task;", "await _gate.WaitAsync(); try { _ready.TrySetResult(); } finally { _gate.Release(); }"), d => d.Id == "ASA0203");
        Assert.Equal("'_gate' is asked for again by what completes '_ready', which is awaited here while it is held; a semaphore is not re-entrant, so the execution waits for itself", report.GetMessage());
    }

    [Theory]
    [InlineData("await _ready.Task;", "await Task.Yield(); _ready.TrySetResult();")]
    [InlineData("_ready.TrySetResult(); await _ready.Task;", "await _gate.WaitAsync(); try { _ready.TrySetResult(); } finally { _gate.Release(); }")]
    [InlineData("Func<Task> later = async () => await _ready.Task;", "await _gate.WaitAsync(); try { _ready.TrySetResult(); } finally { _gate.Release(); }")]
    public void ASignalThatSomebodyCanGive(string wait, string done) => Assert.DoesNotContain(Run(wait, done), d => d.Id == "ASA0203");

    private static IEnumerable<Diagnostic> Run(string wait, string done) => AnalyzerRunner.Run(string.Format(Type, wait, done));
}
