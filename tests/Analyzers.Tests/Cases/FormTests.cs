using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Forms of one mechanism that differ in who reads, who claims, who releases and who starts.</summary>
public sealed class FormTests
{
    [Fact]
    public void AHelperThatOnlyReadsGivesAnOldValue() => Reports("ASA0101",
        "public class A { int _n; int Current() => _n; public async Task Go(Func<Task<int>> f) { var x = Current(); var d = await f(); _n = x + d; } }");

    [Fact]
    public void AHelperThatOnlyTestsDecides() => Reports("ASA0102",
        "public class A { bool _on; bool IsOn() => _on; public async Task Go(Func<Task> f) { if (IsOn()) return; await f(); _on = true; } }");

    [Fact]
    public void ATestThatAddsInOneStepIsAClaim() => IsSilent(
        "public class A { readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> _run = new(); public async Task Go(int k, Func<Task> f) { if (!_run.TryAdd(k, k)) return; try { await f(); } finally { _run.TryRemove(k, out _); } } }");

    [Fact]
    public void AnAddWhoseAnswerIsUsedUnderALockIsAClaim() => IsSilent(
        "public class A { readonly object _l = new(); readonly HashSet<int> _d = new(); public async Task Go(int k, Func<Task> f) { lock (_l) { if (!_d.Add(k)) return; } try { await f(); } finally { lock (_l) { _d.Remove(k); } } } }");

    [Fact]
    public void ALambdaThatTheConstructorKeepsRunsWhenItIsCalled() => Reports("ASA0101",
        "public class A { int _n; readonly Func<Task> _tick; public A(Func<Task<int>> f) { _tick = async () => { var x = _n; var d = await f(); _n = x + d; }; } public Task Tick() => _tick(); }");

    [Fact]
    public void ALoopThatTheConstructorStartsRunsOnce() => IsSilent(
        "public class A { int _n; public A(Func<Task<int>> f) { _ = Task.Run(async () => { while (true) { var x = _n; var d = await f(); _n = x + d; } }); } }");

    [Fact]
    public void AnAsyncLocalIsNotShared() => IsSilent(
        "public static class A { static readonly AsyncLocal<int> s_depth = new(); public static async Task Go(Func<Task> f) { var old = s_depth.Value; s_depth.Value = old + 1; try { await f(); } finally { s_depth.Value = old; } } }");

    [Fact]
    public void AControllerSharesTheStaticStateOfAnotherType() => Reports("ASA0101",
        "public static class Totals { public static int Sum; } public abstract class ControllerBase { } public class PayController : ControllerBase { public async Task Go(Func<Task<int>> f) { var x = Totals.Sum; var d = await f(); Totals.Sum = x + d; } }");

    [Fact]
    public void AControllerDoesNotShareItsOwnState() => IsSilent(
        "public abstract class ControllerBase { } public class PayController : ControllerBase { int _n; public async Task Go(Func<Task<int>> f) { var x = _n; var d = await f(); _n = x + d; } }");

    [Fact]
    public void EachRunHasItsOwnElement() => IsSilent(
        "public class A { public async Task<int[]> Go(Func<int, Task<int>> f) { var r = new int[9]; await Task.WhenAll(Enumerable.Range(0, 9).Select(async i => { r[i] += await f(i); })); return r; } }");

    [Fact]
    public void AReleaserIsWhatReleases() => IsSilent(
        """
        public class A { readonly SemaphoreSlim _s = new(1, 1); int _n; public async Task Go(Func<Task<int>> f) { using (await _s.UseAsync()) { _n += await f(); } } }
        public sealed class Turn(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); }
        public static class Turns { public static async Task<Turn> UseAsync(this SemaphoreSlim s) { await s.WaitAsync(); return new Turn(s); } }
        """);

    [Fact]
    public void AGatewayIsNoGate() => Reports("ASA0101",
        "public interface ISession : IDisposable { } public interface IPaymentGateway { Task<ISession> OpenSessionAsync(); } public class A(IPaymentGateway _paymentGateway) { int _n; public async Task Go(Func<Task<int>> f) { using var s = await _paymentGateway.OpenSessionAsync(); _n += await f(); } }");

    [Fact]
    public void AGuardGivenBackAndTakenAgainLeavesAGap() => Reports("ASA0101",
        "public class A { readonly SemaphoreSlim _g = new(1, 1); int _n; public async Task Go(Func<Task<int>> f) { _g.Wait(); var t = _n; _g.Release(); _g.Wait(); try { var d = await f(); _n = t + d; } finally { _g.Release(); } } }");

    [Fact]
    public void ATimeoutThatNobodyLooksAt() => Reports("ASA0202",
        "public class A { readonly SemaphoreSlim _g = new(1, 1); int _n; public async Task Go(Func<Task<int>> f) { await _g.WaitAsync(1000); try { _n += await f(); } finally { _g.Release(); } } }");

    [Fact]
    public void ASemaphoreMadePerCall() => Reports("ASA0205",
        "public class A { int _n; public async Task Go(Func<Task<int>> f) { var g = new SemaphoreSlim(1, 1); await g.WaitAsync(); try { _n += await f(); } finally { g.Release(); } } }");

    [Fact]
    [KnownError("A method that only heirs write is not put in the place of its call, although it may come back to the same object.")]
    public void KnownMissedAlarm_AReadThroughAnAbstractMember() => IsSilent(
        "public abstract class A { protected int N; protected abstract int Current(); public async Task Go(Func<Task<int>> f) { var x = Current(); var d = await f(); N = x + d; } } public class B : A { protected override int Current() => N; }");

    [Fact]
    public void AnInstanceMethodThatOnlyTheFactoryCallsFillsAnObjectThatNobodyKnows() => IsSilent(
        "public class A { int _n; private A() { } public static async Task<A> Create(Func<Task<int>> f) { var a = new A(); await a.Init(f); return a; } private async Task Init(Func<Task<int>> f) { _n += await f(); } public int N => _n; }");

    private static void Reports(string id, string source) => Assert.Contains(AnalyzerRunner.Run(source), d => d.Id == id);

    private static void IsSilent(string source) => Assert.Empty(AnalyzerRunner.Run(source).Where(d => d.Severity != DiagnosticSeverity.Hidden));
}
