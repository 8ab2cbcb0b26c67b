using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Who has an object, a place or a key alone: what was taken out, counted up to, put into a set; each beside the form that is not alone.</summary>
public sealed class OwnedAndClaimedTests
{
    private const string Job = "public class Job { public int N; } ";

    // Whoever has taken it out has it alone; whoever has looked at it has not.
    [Theory]
    [InlineData("", "if (!_q.TryDequeue(out var j)) return;")]
    [InlineData("", "var j = _q.Dequeue();")]
    [InlineData("", "if (!_d.Remove(1, out var j)) return;")]
    [InlineData("", "var j = System.Threading.Interlocked.Exchange(ref _j, null); if (j == null) return;")]
    [InlineData("ASA0101", "if (!_q.TryPeek(out var j)) return;")]
    [InlineData("ASA0101", "if (!_d.TryGetValue(1, out var j)) return;")]
    [InlineData("ASA0101", "var j = _j; if (j == null) return;")]
    public void WhatWasTakenOutIsOwned(string says, string take) => Expect(
        says,
        "readonly Queue<Job> _q = new(); readonly Dictionary<int, Job> _d = new(); Job? _j = new(); public void Add(Job j) { _q.Enqueue(j); _d[1] = j; _j = j; } public async Task RunAsync(Func<Task> f) { " + take + " var n = j.N; await f(); j.N = n + 1; }");

    // The look decides whether one is taken out or made; putting it back afterwards relies on nothing.
    [Theory]
    [InlineData("", "var j = _s.Count > 0 ? _s.Pop() : new Job();")]
    [InlineData("", "Job j; if (_s.Count == 0) j = new Job(); else j = _s.Pop();")]
    [InlineData("", "if (!_s.TryPop(out var j)) j = new Job();")]
    [InlineData("ASA0102", "var j = new Job(); j.N = _s.Count == 0 ? 1 : 2;")]
    public void WhatWasTakenOutOrMadeIsPutBack(string says, string take) => Expect(
        says, "readonly Stack<Job> _s = new(); public async Task RunAsync(Func<Job, Task> f) { " + take + " await f(j); _s.Push(j); }");

    // The place is taken and counted before the wait. Where somebody counts back, another may be given it.
    [Theory]
    [InlineData("", "_a[_n++] = await f();", "")]
    [InlineData("ASA0101", "var i = _n; await f(); _n += 1; _a[i] = 1;", "")]
    [InlineData("", "var i = _n; _n += 1; _a[i] = await f();", "")]
    [InlineData("ASA0101", "_a[_n++] = await f();", "public void Reset() { _n = 0; }")]
    [InlineData("ASA0101", "_a[_n] = await f(); _n++;", "")]
    public void APlaceThatWasCountedUpToIsOnesOwn(string says, string body, string more) => Expect(
        says, "readonly int[] _a = new int[9]; int _n; public async Task RunAsync(Func<Task<int>> f) { " + body + " } " + more);

    // Of those who come with a key, one goes on. The key says nothing of state that belongs to all keys, nor of what is done without it.
    [Theory]
    [InlineData("", "if (!_on.Add(k)) return; try { var n = _d[k]; _d[k] = n + await f(k); } finally { _on.Remove(k); }")]
    [InlineData("", "var first = _on.Add(k); if (!first) return; var n = _d[k]; _d[k] = n + await f(k);")]
    [InlineData("", "if (_c.TryAdd(k, 1)) { var n = _d[k]; _d[k] = n + await f(k); _c.TryRemove(k, out _); }")]
    [InlineData("ASA0101", "_on.Add(k); var n = _d[k]; _d[k] = n + await f(k); _on.Remove(k);")]
    [InlineData("ASA0101", "if (!_on.Add(k)) return; _on.Remove(k); var n = _d[k]; _d[k] = n + await f(k);")]
    [InlineData("ASA0101", "if (!_on.Add(k)) return; try { var n = _t; _t = n + await f(k); } finally { _on.Remove(k); }")]
    public void AKeyThatWasClaimedKeepsOthersOut(string says, string body) => Expect(
        says,
        "readonly HashSet<string> _on = new(); readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _c = new(); readonly Dictionary<string, int> _d = new(); int _t; public int Total => _t; public async Task RunAsync(string k, Func<string, Task<int>> f) { " + body + " }");

    // The base holds its gate while the override works; not so where the gate lets several in, the base also calls without it, or others write.
    [Theory]
    [InlineData("", "new(1, 1)", "", "")]
    [InlineData("ASA0101", "new(4)", "", "")]
    [InlineData("ASA0101", "new(1, 1)", "public Task NowAsync() => WorkAsync();", "")]
    [InlineData("ASA0101", "new(1, 1)", "", "public void Reset() => _n = 0;")]
    public void TheBaseHoldsItsGateForTheOverride(string says, string gate, string above, string more) => Expect(
        says,
        "int _n; protected override async Task WorkAsync() { var n = _n; await Task.Yield(); _n = n + 1; } " + more,
        ": Base",
        "public abstract class Base { private readonly System.Threading.SemaphoreSlim _gate = " + gate + "; protected abstract Task WorkAsync(); public async Task RunAsync() { await _gate.WaitAsync(); try { await WorkAsync(); } finally { _gate.Release(); } } " + above + " }");

    // What comes in while one after the other is sent is cleared unsent; not so what is looked through again, or counted, before it is cleared.
    [Theory]
    [InlineData("ASA0101", "foreach (var x in _i.ToArray()) await f(x); _i.Clear();")]
    [InlineData("ASA0101", "foreach (var x in _i.ToArray()) await f(x); _i = new();")]
    [InlineData("ASA0101", "var c = _i.ToList(); foreach (var x in c) await f(x); _i = new();")]
    [InlineData("", "var c = _i.ToList(); _i.Clear(); foreach (var x in c) await f(x);")]
    [InlineData("", "foreach (var x in _i.ToArray()) { await f(x); _i.Remove(x); }")]
    [InlineData("", "var c = _i.ToArray(); foreach (var x in c) await f(x); if (_i.Count == c.Length) _i.Clear();")]
    [InlineData("", "foreach (var x in _i.ToArray()) await f(x); Last = _i.ToArray(); _i.Clear();")]
    public void WhatIsSentOneByOneIsClearedWithMore(string says, string body) => Expect(
        says, "List<int> _i = new(); public int[] Last { get; private set; } = []; public void Add(int i) => _i.Add(i); public async Task SendAsync(Func<int, Task> f) { " + body + " }");

    [Fact]
    public void WhoEndsTheWorkTakesNothingNew() => Expect(
        "", "readonly List<int> _i = new(); public void Add(int i) => _i.Add(i); public async Task StopAsync(Func<int, Task> f) { var all = new List<Task>(); foreach (var x in _i) all.Add(f(x)); await Task.WhenAll(all); _i.Clear(); }");

    // A copy of the elements is as old as what was copied.
    [Theory]
    [InlineData("ASA0101", "_s.CopyTo(g, 0); g[^1] = await f();")]
    [InlineData("ASA0101", "Array.Copy(_s, g, 1); g[^1] = await f();")]
    [InlineData("ASA0101", "_s.AsSpan().CopyTo(g); g[^1] = await f();")]
    [InlineData("", "var v = await f(); _s.CopyTo(g, 0); g[^1] = v;")]
    public void ACopyIsAsOldAsWhatWasCopied(string says, string body) => Expect(
        says, "int[] _s = new int[1]; public async Task RunAsync(Func<Task<int>> f) { var g = new int[2]; " + body + " _s = g; }");

    // The last look of a loop that waits for a flag to be lowered is fresh only where nothing waits behind it.
    [Theory]
    [InlineData("", "while (_on) await f(); _on = true; await f(); _on = false;")]
    [InlineData("ASA0102", "while (_on) await f(); await f(); _on = true; await f(); _on = false;")]
    [InlineData("", "while (!_on) await f(); await f(); _on = true;")]
    public void AFlagThatWasWaitedFor(string says, string body) => Expect(says, "bool _on; public async Task RunAsync(Func<Task> f) { " + body + " }");

    private static void Expect(string says, string members, string bases = "", string more = "") => Assert.Equal(
        says,
        string.Join(", ", AnalyzerRunner.Run(Job + "public sealed class C " + bases + " { " + members + " }\n" + more).Where(d => d.Severity >= DiagnosticSeverity.Info && d.Id.StartsWith("ASA010", StringComparison.Ordinal)).Select(d => d.Id)));
}
