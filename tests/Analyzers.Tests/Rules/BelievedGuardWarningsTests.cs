using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>The same for guards, signals and ambient state: what is no warning, beside what is one.</summary>
public sealed class BelievedGuardWarningsTests
{
    private const string Guarded = "public async Task Idle() { await Task.Delay(1); } readonly object _g = new(); public void Put(int k) { lock (_g) { _all.Add(k, k); } } public void Drop(int k) { lock (_g) { _all.Remove(k); } } public int Get(int k) { lock (_g) { return _all[k]; } } ";

    // The collection has just been made by the entry that fills it.
    [Theory]
    [InlineData("", "_all = new(); foreach (var k in some) _all.Add(k, k);")]
    [InlineData("Warning", "foreach (var k in some) _all.Add(k, k);")]
    public void ACollectionIsBuiltInPlace(string severity, string body) => Expect("ASA0106", severity,
        "public class C { Dictionary<int, int> _all = new(); " + Guarded + "public void Sign(int[] some) { " + body + " } }");

    // A semaphore that is only tried keeps a run from meeting itself.
    [Theory]
    [InlineData("", "if (!await _s.WaitAsync(0)) return;")]
    [InlineData("Warning", "await _s.WaitAsync();")]
    public void AGateIsNoGuard(string severity, string take) => Expect("ASA0106", severity,
        "public class C { readonly SemaphoreSlim _s = new(1, 1); string _root = \"\"; public async Task Find() { " + take + " try { _root = await Ask(); Tell(_root); Tell(_root + 1); } finally { _s.Release(); } } public async Task Look() { " + take + " try { _root = await Ask(); } finally { _s.Release(); } } public async Task Again() { " + take + " try { _root = await Ask() + 1; } finally { _s.Release(); } } public void Told(string root) { _root += root; } void Tell(string s) { } static Task<string> Ask() => null!; }");

    // A value that is put in the place of another in one step, unless another entry computes the next one from it under the guard.
    [Theory]
    [InlineData("Info", "_size = n;", "_size = m;")]
    [InlineData("Warning", "_size = n;", "_size += m;")]
    [InlineData("Warning", "_size += n;", "_size = m;")]
    [InlineData("Warning", "if (_size < n) _size = n;", "_size = m;")]
    public void APlainOverwrite(string severity, string open, string guarded) => Expect("ASA0106", severity,
        "public class C { readonly object _g = new(); long _size; public async Task Idle() { await Task.Delay(1); } public void Tell(long m) { lock (_g) { " + guarded + " } } public long Half() { lock (_g) { return _size / 2; } } public long Get() { lock (_g) { return _size; } } public void Check(long n) { " + open + " } }");

    // The value is set before the loop of the same entry goes on with it under the guard.
    [Fact]
    public void SetBeforeTheOwnLoop() => Expect("ASA0106", "Info",
        "public class C { readonly SemaphoreSlim _g = new(1, 1); long _at; public async Task Run(long n) { _at = n; while (true) await Trim(); } async Task Trim() { await _g.WaitAsync(); try { _at = _at + await Ask(_at); } finally { _g.Release(); } } public async Task<long> Half() { await _g.WaitAsync(); try { return _at / 2; } finally { _g.Release(); } } public async Task<long> Get() { await _g.WaitAsync(); try { return _at; } finally { _g.Release(); } } static Task<long> Ask(long n) => null!; }");

    // Several entries come to the helper without the guard: what holds it there holds it for something else.
    [Theory]
    [InlineData("Info", "public void Open() { Reset(); } public void Close() { Reset(); }")]
    [InlineData("Warning", "public void Open() { Reset(); }")]
    [InlineData("Warning", "void Again() { _open.Clear(); } public void Open() { Again(); } public void Close() { Again(); }")]
    public void AHelperThatMostCallWithoutTheGuard(string severity, string more) => Expect("ASA0106", severity,
        "public class C { readonly object _g = new(); readonly List<int> _open = new(); public async Task Idle() { await Task.Delay(1); } public void Draw(int k) { lock (_g) { _open.Add(k); Reset(); } } public void Drop(int k) { lock (_g) { _open.Remove(k); } } public bool Has(int k) { lock (_g) { return _open.Contains(k); } } void Reset() { _open.Clear(); } " + more + " }");

    // One object, one lock.
    [Theory]
    [InlineData("", "static class Program { static void Main() => new ServiceCollection().AddSingleton<C>(); } class ServiceCollection { public ServiceCollection AddSingleton<T>() => this; }")]
    [InlineData("Warning", "")]
    public void TheLockOfTheOnlyObject(string severity, string more) => Expect("ASA0106", severity,
        "public class C { static int s_all; readonly object _g = new(); public void Add() { lock (_g) { s_all++; } } public void Drop() { lock (_g) { s_all--; } } public async Task Idle() { await Task.Delay(1); } } " + more);

    // A callback may be called within a call that is made with the guard held.
    [Fact]
    public void ACallbackMayRunUnderTheGuard() => Expect("ASA0106", "Info",
        "public class C { string _v = \"\"; readonly object _g = new(); readonly Store _s; public C(Factory f) { _s = f.With(v => { _v = v; }); } public void Load() { lock (_g) { _s.Load(); Console.WriteLine(_v); } } public void Clear() { lock (_g) { _v = \"\"; } } public void Set(string v) { lock (_g) { _v = v + v; } } public string Get() { lock (_g) { return _v; } } } public class Store { public void Load() { } } public class Factory { public Store With(Action<string> a) => new(); }", orLess: true);

    // The loop ends when the guard was taken, and not otherwise.
    [Theory]
    [InlineData("", "while (!await _s.WaitAsync(TimeSpan.FromSeconds(1))) { }")]
    [InlineData("Warning", "while (!await _s.WaitAsync(TimeSpan.FromSeconds(1))) { t.ThrowIfCancellationRequested(); }")]
    public void AskedUntilTaken(string severity, string take) => Expect("ASA0202", severity,
        "public class C { readonly SemaphoreSlim _s = new(1, 1); public async Task Run(CancellationToken t) { try { " + take + " Console.WriteLine(); } finally { _s.Release(); } } }");

    // Who returns right after the release does not come to the other one, unless that stands in the finally.
    [Theory]
    [InlineData("", "catch (IOException) { }", "_s.Release(); return false;")]
    [InlineData("Warning", "finally { _s.Release(); }", "return false;")]
    public void ReleasedAndReturned(string severity, string handler, string end) => Expect("ASA0202", severity,
        "public class C { readonly SemaphoreSlim _s = new(1, 1); public async Task<bool> Run(string[] all) { if (!_s.Wait(0)) return false; try { foreach (var a in all) { if (a.Length == 0) continue; await Task.Delay(1); _s.Release(); return true; } } " + handler + " " + end + " } }");

    // The parameter that says whether it is taken says whether it is given back.
    [Fact]
    public void AHelperThatIsToldWhetherToTakeIt() => Expect("ASA0201", "",
        "public class C { readonly SemaphoreSlim _s = new(1, 1); object? _c; public async Task Open() { if (!await _s.WaitAsync(100)) throw new TimeoutException(); try { await Close(false); _c = new(); } finally { _s.Release(); } } public Task Close() => Close(true); async Task Close(bool take) { if (take) { if (!await _s.WaitAsync(100)) throw new TimeoutException(); } try { await Task.Delay(1); } finally { _c = null; if (take) _s.Release(); } } }");

    // A window has its own thread, and its dialog comes back to it.
    [Theory]
    [InlineData("Info", "dialog.ShowAsync()")]
    [InlineData("Warning", "dialog.ShowAsync().ConfigureAwait(false)")]
    public void ThreadStateAroundADialog(string severity, string wait) => Expect("ASA0401", severity,
        "public class Dialog { public Task ShowAsync() => Task.CompletedTask; } public static class C { [ThreadStatic] static object? s_open; public static async Task Show(Dialog dialog) { s_open = dialog; await " + wait + "; s_open = null; } }");

    // A cache that is set and then looked at was not borrowed; and who compares asks whether he has been overtaken.
    [Theory]
    [InlineData("", "s_now = text; var mine = s_now; await Task.Delay(1); s_now = mine;")]
    [InlineData("Warning", "var before = s_now; s_now = text; await Task.Delay(1); s_now = before;")]
    [InlineData("", "s_now = text; await Task.Delay(1); if (s_now == text) Console.WriteLine();")]
    [InlineData("Warning", "s_now = text; await Task.Delay(1); Console.WriteLine(s_now);")]
    public void StaticsOfACall(string severity, string body) => Expect("ASA0404", severity,
        "public static class C { static string s_now = \"\"; public static async Task Run(string text) { " + body + " } }");

    // What is filled where it is missing is filled again.
    [Theory]
    [InlineData("Info", "_host ??= await Open();\ntry { await Task.Run(() => _host.ToString()); } catch (IOException) { _host = null; }")]
    [InlineData("Warning", "_host = await Open();\ntry { await Task.Run(() => _host.ToString()); } catch (IOException) { _host = null; }")]
    public void ClearedAndFilledAgain(string severity, string body) => Expect("ASA0505", severity,
        "public class C { object? _host; public async Task Run() { " + body + " } static Task<object> Open() => null!; } static class Go { public static Task All(C c) => Task.WhenAll(c.Run(), c.Run()); }");

    // The lock of the caller has ended with the first wait.
    [Theory]
    [InlineData("", "try { await Task.Delay(1); } catch (IOException e) { _done.SetException(e); }")]
    [InlineData("Warning", "_done.SetResult(); await Task.Delay(1);")]
    public void CompletedAfterTheFirstWait(string severity, string body) => Expect("ASA0501", severity,
        "public class C { readonly TaskCompletionSource _done = new(); readonly object _g = new(); public Task Done => _done.Task; public void Start() { lock (_g) { _ = Read(); } } async Task Read() { " + body + " } }");

    private static void Expect(string rule, string severity, string source, bool orLess = false)
    {
        var reports = AnalyzerRunner.Run(source);
        var worst = reports.Where(d => d.Id == rule && d.Severity >= DiagnosticSeverity.Info).Select(d => d.Severity).DefaultIfEmpty().Max() is var most and not DiagnosticSeverity.Hidden ? most.ToString() : "";
        Assert.True(worst == severity || (orLess && worst.Length == 0), $"{worst}: {string.Join('\n', reports)}");
    }
}
