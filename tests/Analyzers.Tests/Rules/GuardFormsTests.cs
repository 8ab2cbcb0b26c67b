using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Guards in forms that code writes less often: local functions, getters, guards looked up by key, throws behind a release.</summary>
public sealed class GuardFormsTests
{
    private const string Again = "{ await _gate.WaitAsync(); try { _n++; await F(); } finally { _gate.Release(); } }";

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Inner(); } finally { _gate.Release(); } async Task Inner() " + Again + " }", "'M' → 'Inner' waits for it again")]
    [InlineData("public async Task M() { async ValueTask Inner(int by) " + Again + " await _gate.WaitAsync(); try { if (_n > 0) await Inner(2); } finally { _gate.Release(); } }", "'M' → 'Inner' waits for it again")]
    [InlineData("public async Task M() { Func<Task> inner = async () => " + Again + "; await _gate.WaitAsync(); try { await inner(); } finally { _gate.Release(); } }", "")]
    [InlineData("public int Count { get { _gate.Wait(); try { return _n; } finally { _gate.Release(); } } } public async Task M() { await _gate.WaitAsync(); try { await F(); if (Count < 9) _n++; } finally { _gate.Release(); } }", "'M' → 'Count' waits for it again")]
    [InlineData("public int Count { get { _gate.Wait(); try { return _n; } finally { _gate.Release(); } } } public async Task M() { await _gate.WaitAsync(); try { await F(); _n = this.Count.CompareTo(3); } finally { _gate.Release(); } }", "'M' → 'Count' waits for it again")]
    public void The_holder_asks_again(string members, string chain)
    {
        var report = Assert.Single(GuardedClass.Diagnostics(members));
        Assert.Equal(("ASA0203", DiagnosticSeverity.Warning), (report.Id, report.Severity));
        Assert.Contains("'_gate' is asked for again while it is held" + (chain.Length == 0 ? ";" : ": " + chain), report.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Core(); } finally { _gate.Release(); } await Inner(); async Task Core() { await F(); _n--; } async Task Inner() " + Again + " }", "called when the guard has been given back")]
    [InlineData("private readonly List<Task> _all = new(); public async Task M() { await _gate.WaitAsync(); try { _all.Add(Inner()); _ = Task.Run(Inner); } finally { _gate.Release(); } await Task.WhenAll(_all); async Task Inner() " + Again + " }", "started, and waited for afterwards")]
    [InlineData("public int Count { get { _gate.Wait(); try { return _n; } finally { _gate.Release(); } } } public async Task M(List<int> a) { await _gate.WaitAsync(); try { await F(); _n = a.Count; } finally { _gate.Release(); } _n = Count; }", "a property of another object has the same name")]
    public void Nobody_asks_again(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because);

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); if (_n < 0) { _gate.Release(); throw new IOException(); } _n = 1; } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } catch (IOException) { _gate.Release(); throw; } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { try { await F(); } catch { _gate.Release(); throw; } } finally { _gate.Release(); } }")]
    public void What_is_given_back_and_thrown_comes_to_the_finally(string members) => Assert.Equal(
        "'_gate' is released here a second time on some way; from then on two can hold it at once",
        Assert.Single(GuardedClass.Diagnostics(members), r => r.Severity == DiagnosticSeverity.Warning).GetMessage());

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); int v; try { v = await Load(); } catch (IOException e) { _gate.Release(); throw new InvalidOperationException(\"\", e); } catch { _gate.Release(); throw; } _n = v; _gate.Release(); }", "each handler leaves")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); var held = true; try { await F(); if (_n < 0) { held = false; _gate.Release(); throw new IOException(); } } finally { if (held) _gate.Release(); } }", "a flag says that it was given back")]
    public void What_is_given_back_and_thrown_comes_to_no_other_release(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because);

    [Theory]
    [InlineData("var taken = await _gate.WaitAsync(100); try { if (taken) await F(); _n++; } finally { _gate.Release(); }")]
    [InlineData("if (await _gate.WaitAsync(100)) { _n++; } _gate.Release();")]
    public void An_answer_that_does_not_decide_the_release_is_a_warning(string statements) => Assert.Equal(
        "'_gate' is released here even if '_gate.WaitAsync(100)' was refused; from then on two can hold it at once",
        Assert.Single(GuardedClass.Diagnostics("public async Task M() { " + statements + " }"), r => r.Severity == DiagnosticSeverity.Warning).GetMessage());

    [Fact]
    public void A_branch_that_may_throw_leaves_a_suggestion() => Assert.Equal(
        ["info ASA0202"],
        GuardedClass.Reports("private static void Late() => throw new TimeoutException(); public async Task M() { if (!await _gate.WaitAsync(100)) Late(); try { await F(); } finally { _gate.Release(); } }"));

    [Fact]
    public void A_monitor_that_is_not_held_throws() => Assert.Equal(
        "'_lock' is released here even if 'Monitor.TryEnter(_lock)' was refused, because that stands inside the 'try'; who does not hold it gets an exception",
        Assert.Single(GuardedClass.Diagnostics("public void M() { try { if (!Monitor.TryEnter(_lock)) return; G(); } finally { Monitor.Exit(_lock); } }")).GetMessage());

    [Theory]
    [InlineData("var mine = _gates.GetOrAdd(key, _ => new SemaphoreSlim(1, 1)); try { await mine.WaitAsync(stop); await F(); } finally { mine.Release(); }", "warning ASA0202", "'mine' is released here even if 'mine.WaitAsync(stop)' was canceled")]
    [InlineData("var mine = _gates[key]; await mine.WaitAsync(stop); try { await F(); mine.Release(); } finally { mine.Release(); }", "warning ASA0202", "'mine' is released here a second time")]
    [InlineData("if (!_gates.TryGetValue(key, out var mine)) return; await mine.WaitAsync(stop); if (_n > 3) return; await F(); mine.Release();", "warning ASA0201", "'mine' stays taken when the method is left by 'return;'")]
    public void A_guard_that_is_looked_up_once_is_one_guard(string statements, string report, string message)
    {
        var found = Assert.Single(GuardedClass.Diagnostics("public async Task M(string key, CancellationToken stop) { " + statements + " }"));
        Assert.Equal(report, $"{found.Severity.ToString().ToLowerInvariant()} {found.Id}");
        Assert.StartsWith(message, found.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var a = _gates[one]; var b = _gates[two]; await a.WaitAsync(stop); try { await b.WaitAsync(stop); try { await F(); } finally { b.Release(); } } finally { a.Release(); }", "two guards")]
    [InlineData("var a = _gates[one]; await a.WaitAsync(stop); try { await F(); } finally { a.Release(); } a = _gates[two]; await a.WaitAsync(stop); try { await F(); } finally { a.Release(); }", "the local holds another one later")]
    [InlineData("foreach (var g in _gates.Values) await g.WaitAsync(stop); try { await F(); } finally { foreach (var g in _gates.Values) g.Release(); }", "all of them")]
    public void Guards_that_may_be_several_are_left_alone(string statements, string because) =>
        Assert.True(!GuardedClass.Reports("public async Task M(string one, string two, CancellationToken stop) { " + statements + " }").Any(), because);

    [Theory]
    [InlineData("if (!await _gate.WaitAsync(9)) return 0; if (_n > 3) return 1; await F(); _gate.Release(); return 2;")]
    [InlineData("var taken = await _gate.WaitAsync(9); if (taken == false) return 0; if (_n > 3) return 1; await F(); _gate.Release(); return 2;")]
    [InlineData("bool taken; taken = await _gate.WaitAsync(9); if (taken is false) return 0; if (_n > 3) return 1; await F(); _gate.Release(); return 2;")]
    public void Leaving_without_the_guard_is_not_the_way_that_is_named(string statements) => Assert.StartsWith(
        "'_gate' stays taken when the method is left by 'return 1;'",
        Assert.Single(GuardedClass.Diagnostics("public async Task<int> M() { " + statements + " }"), r => r.Id == "ASA0201").GetMessage(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("await foreach (var x in all)\n // each\n _n += x;", "'await foreach (var x in all)'")]
    [InlineData("await using var timer = new Timer(_ => { }); _n++;", "'await using var timer = new Timer(_ => { })'")]
    [InlineData("await using (all.GetAsyncEnumerator()) { _n++; }", "'await using (all.GetAsyncEnumerator())'")]
    public void A_wait_with_a_body_is_told_by_its_head(string statements, string told) => Assert.Contains(
        "is held across " + told + ",",
        Assert.Single(GuardedClass.Diagnostics("public async Task M(IAsyncEnumerable<int> all) { Monitor.Enter(_lock); try { " + statements + " } finally { Monitor.Exit(_lock); } }")).GetMessage(),
        StringComparison.Ordinal);

    [Fact]
    public void A_lock_across_a_wait_is_told_before_a_check_that_may_be_old() => Assert.Equal(
        ["warning ASA0204"],
        GuardedClass.Reports("public async IAsyncEnumerable<int> M() { Monitor.Enter(_lock); try { while (_n < 9) { _n = await Load(); yield return _n; } } finally { Monitor.Exit(_lock); } }"));

    [Theory]
    [InlineData("return s.ReadAsync(b.AsMemory()).AsTask();")]
    [InlineData("return s.ReadAsync(b.AsMemory().Slice(1, 3)).AsTask();")]
    [InlineData("var part = b.AsMemory(0, 3); return s.ReadAsync(part).AsTask();")]
    public void Memory_of_a_buffer_is_the_buffer(string statements) => Assert.Equal(["info ASA0209"], Rented(statements));

    [Theory]
    [InlineData("var n = b.AsMemory(0, 3).Length; return s.ReadAsync(_own, 0, n);")]
    [InlineData("_own.AsMemory().CopyTo(b.AsMemory()); return s.ReadAsync(_own, 0, b[0]);")]
    public void What_was_computed_from_it_is_not(string statements) => Assert.Empty(Rented(statements));

    [Fact]
    [KnownError("A semaphore of the operating system: the wait for a `Semaphore` is declared by `WaitHandle` and is not seen, so that nothing is said of its protocol (ASA0201, ASA0202).")]
    public void KnownMissedAlarm_ASemaphoreOfTheSystem() =>
        Assert.Empty(GuardedClass.Reports("private readonly Semaphore _one = new(1, 1); public int M() { _one.WaitOne(); if (_n > 0) return 1; _n++; _one.Release(); return 2; }"));

    [Fact]
    [KnownError("A semaphore replaced by `Reset`: objects that come from a pool are reset before they are used, so a method of that name may make the semaphore anew (ASA0205).")]
    public void KnownMissedAlarm_ReplacedByReset() =>
        Assert.Empty(GuardedClass.Reports("private SemaphoreSlim _one = new(1, 1); public async Task M() { await _one.WaitAsync(); try { await F(); _n++; } finally { _one.Release(); } } public void Reset() { _one = new SemaphoreSlim(1, 1); }"));

    [Fact]
    [KnownError("What a call throws before the wait in the `try` counts only where the call is awaited: `stop.ThrowIfCancellationRequested(); await _gate.WaitAsync();` is taken for a wait that does not fail (ASA0202).")]
    public void KnownMissedAlarm_AThrowBeforeTheWait() =>
        Assert.Empty(GuardedClass.Reports("public async Task M(CancellationToken stop) { try { stop.ThrowIfCancellationRequested(); await _gate.WaitAsync(); await F(); } finally { _gate.Release(); } }"));

    [Fact]
    [KnownError("A release in a loop that does not take the guard itself counts as one whose number somebody knows (ASA0202).")]
    public void KnownMissedAlarm_ReleasedInEachTurn() => Assert.DoesNotContain(
        "warning ASA0202",
        GuardedClass.Reports("public async Task M(int[] all) { await _gate.WaitAsync(); foreach (var one in all) { _n += one; _gate.Release(); } }"));

    [Fact]
    [KnownError("Members of an extension block of C# 14 are not looked at (ASA0201, ASA0202).")]
    public void KnownMissedAlarm_AGuardInAnExtensionBlock() => Assert.Empty(InNewestLanguage(
        "public class Box { public readonly SemaphoreSlim Gate = new(1, 1); public int N; } public static class Boxes { extension(Box box) { public async Task RunAsync(Func<Task<int>> load) { await box.Gate.WaitAsync(); if (box.N > 3) return; box.N = await load(); box.Gate.Release(); } } }"));

    /// <summary>The floor cannot parse it.</summary>
    private static IEnumerable<Diagnostic> InNewestLanguage(string source) =>
#if NEWEST_ROSLYN
        GuardedClass.OfGuards(source);
#else
        source.Length > 0 ? [] : GuardedClass.OfGuards(source);
#endif

    private static IEnumerable<string> Rented(string statements) => GuardedClass.Reports(
        "private readonly byte[] _own = new byte[9]; public Task<int> M(Stream s) { var b = System.Buffers.ArrayPool<byte>.Shared.Rent(9); try { " + statements + " } finally { System.Buffers.ArrayPool<byte>.Shared.Return(b); } }");
}
