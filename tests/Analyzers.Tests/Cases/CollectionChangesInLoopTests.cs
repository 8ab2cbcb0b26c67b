using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Loops that wait while they go through a collection: which changes of it by others break them.</summary>
public sealed class CollectionChangesInLoopTests
{
    [Theory]
    [InlineData("readonly List<Func<Task>> _l = new(); public void Add(Func<Task> f) => _l.Add(f); public async Task Go() { foreach (var f in _l) await f(); }")]
    [InlineData("readonly List<Func<Task>> _l = new(); public void Drop(Func<Task> f) => _l.Remove(f); public async Task Go() { foreach (var f in _l) { await f(); } }")]
    [InlineData("readonly List<Func<Task>> _l = new(); public void Drop() => _l.Clear(); public async Task Go() { foreach (var f in this._l) { try { await f(); } catch (Exception) { } } }")]
    [InlineData("readonly Dictionary<int, Func<Task>> _d = new(); public void Put(int k, Func<Task> f) => _d[k] = f; public async Task Go() { foreach (var (_, f) in _d) await f(); }")]
    [InlineData("readonly Dictionary<int, Func<Task>> _d = new(); public void Put(int k, Func<Task> f) => _d.Add(k, f); public async Task Go() { foreach (var f in _d.Values) await f(); }")]
    [InlineData("readonly Dictionary<int, Func<Task>> _d = new(); public void Put(int k, Func<Task> f) => _d.TryAdd(k, f); public async Task Go(Func<int, Task> g) { foreach (var k in _d.Keys.Where(k => k > 0)) await g(k); }")]
    [InlineData("readonly HashSet<string> _s = new(); public bool Put(string x) => _s.Add(x); public async Task Go(Func<string, Task> g) { foreach (var x in _s) await g(x); }")]
    [InlineData("readonly Queue<string> _q = new(); public void Put(string x) => _q.Enqueue(x); public async Task Go(Func<string, Task> g) { foreach (var x in _q) await g(x); }")]
    [InlineData("readonly LinkedList<string> _q = new(); public void Put(string x) => _q.AddLast(x); public async Task Go(Func<string, Task> g) { foreach (var x in _q) await g(x); }")]
    [InlineData("readonly SortedDictionary<int, string> _d = new(); public void Drop(int k) => _d.Remove(k); public async Task Go(Func<string, Task> g) { foreach (var x in _d.Values) await g(x); }")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l.Where(x => x.Length > 2).Select(x => x + x)) await g(f); }")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { var long_ = _l.Where(x => x.Length > 2); foreach (var f in long_) await g(f); }")]
    [InlineData("readonly List<string> _l = new(); public IReadOnlyList<string> Items => _l; public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in Items) await g(f); }")]
    [InlineData("readonly List<string> _l = new(); public IEnumerable<string> Items => _l; public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in Items) await g(f); }")]
    [InlineData("readonly List<string> _l = new(); IEnumerable<string> Long => _l.Where(x => x.Length > 2); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in Long) await g(f); }")]
    [InlineData("readonly List<string> _l = new(); IEnumerable<string> Long() => _l.Where(x => x.Length > 2); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in Long()) await g(f); }")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async IAsyncEnumerable<string> Go() { await Task.Yield(); foreach (var f in _l) yield return f; }")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, IAsyncEnumerable<int>> g) { foreach (var f in _l) { await foreach (var n in g(f)) Console.WriteLine(n); } }")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, IAsyncDisposable> g) { foreach (var f in _l) { await using var n = g(f); } }")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task<bool>> g) { foreach (var f in _l) { if (await g(f)) break; } }")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) await One(f, g); } private async Task One(string s, Func<string, Task> g) { if (s.Length > 0) await g(s); }")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => Keep(f); void Keep(string f) { if (!_l.Contains(f)) _l.Add(f); } public async Task Go(Func<string, Task> g) { var all = _l; foreach (var f in all) await g(f); }")]
    [InlineData("readonly Dictionary<int, List<string>> _d = new(); public void Add(int k, string f) { if (!_d.TryGetValue(k, out var l)) _d[k] = l = new List<string>(); l.Add(f); _d[k].Add(f); } public async Task Go(int k, Func<string, Task> g) { foreach (var f in _d[k]) await g(f); }")]
    public void SomebodyAddsOrTakesWhileTheLoopWaits(string members) => Assert.Contains(Reports(members), r => r.Id == "ASA0104");

    [Theory]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l.ToArray()) await g(f); }", "a copy")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l.ToList()) await g(f); }", "a copy")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in new List<string>(_l)) await g(f); }", "a copy")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { string[] all = [.. _l]; foreach (var f in all) await g(f); }", "a copy")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l.Where(x => x.Length > 0).ToList()) await g(f); }", "a copy of a query")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l.OrderBy(x => x.Length)) await g(f); }", "sorting takes all in the first step")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l.GroupBy(x => x.Length)) await g(f.First()); }", "grouping takes all in the first step")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); IEnumerable<string> Copy => _l.Where(x => x.Length > 0).ToArray(); public async Task Go(Func<string, Task> g) { foreach (var f in Copy) await g(f); }", "a property that copies")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) { await g(f); break; } }", "the loop ends after the wait")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task<bool> Go(Func<string, Task<bool>> g) { foreach (var f in _l) { if (f.Length > 3) return await g(f); } return false; }", "the method ends after the wait")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { await g(\"\"); foreach (var f in _l) Console.WriteLine(f); await g(\"\"); }", "no wait inside the loop")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { var q = _l.Where(x => x.Length > 0); await g(\"\"); foreach (var f in q) Console.WriteLine(f); }", "the query begins after the wait")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { var all = new List<Task>(); foreach (var f in _l) all.Add(g(f)); await Task.WhenAll(all); }", "the waits are gathered")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) => await Task.WhenAll(_l.Select(async f => { await g(f); }));", "the lambdas wait, the enumeration does not")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) { _ = Task.Run(async () => await g(f)); } await g(\"\"); }", "only a lambda waits")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { for (var i = 0; i < _l.Count; i++) await g(_l[i]); }", "an index does not break")]
    [InlineData("readonly string[] _l = new string[3]; public void Put(int i, string f) => _l[i] = f; public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "an array")]
    [InlineData("List<string> _l = new(); public void Add(string f) => _l = new List<string>(_l) { f }; public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "copy on write")]
    [InlineData("List<string> _l = new(); public void Add(string f) { var n = new List<string>(_l); n.Add(f); _l = n; } public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "copy on write")]
    [InlineData("List<string> _l = new(); public void Fill(string[] all) { _l = new List<string>(); foreach (var f in all) _l.Add(f); } public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "a new one is filled")]
    [InlineData("List<string> _l = new(); readonly object _s = new(); public void Add(string f) { lock (_s) _l.Add(f); } public void Drop(string f) { lock (_s) _l.Remove(f); } public async Task Go(Func<string, Task> g) { List<string> all; lock (_s) { if (_l.Count == 0) return; all = _l; _l = new List<string>(); } foreach (var f in all) await g(f); }", "taken away")]
    [InlineData("ImmutableList<string> _l = ImmutableList<string>.Empty; public void Add(string f) => _l = _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "immutable")]
    [InlineData("readonly ConcurrentDictionary<int, string> _l = new(); public void Add(string f) => _l.TryAdd(f.Length, f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f.Value); foreach (var f in _l.Values) await g(f); }", "thread-safe")]
    [InlineData("readonly ConcurrentBag<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "thread-safe")]
    [InlineData("readonly Dictionary<int, string> _d = new() { [1] = \"a\" }; public void Drop(int k) => _d.Remove(k); public void DropAll() => _d.Clear(); public async Task Go(Func<string, Task> g) { foreach (var f in _d.Values) await g(f); }", "a dictionary may lose keys")]
    [InlineData("readonly List<string> _l = new(); public A(string[] all) { foreach (var f in all) _l.Add(f); } public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "filled in the constructor")]
    [InlineData("readonly List<string> _l = new() { \"a\" }; public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "never changed")]
    [InlineData("readonly List<string> _l = new(); public void Dispose() => _l.Clear(); public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "only disposal changes it")]
    [InlineData("readonly List<IAsyncDisposable> _l = new(); public void Add(IAsyncDisposable f) => _l.Add(f); public async ValueTask DisposeAsync() { foreach (var f in _l) await f.DisposeAsync(); }", "disposal is the end")]
    [InlineData("readonly SemaphoreSlim _s = new(1, 1); readonly List<string> _l = new(); public async Task Add(string f) { await _s.WaitAsync(); try { _l.Add(f); } finally { _s.Release(); } } public async Task Go(Func<string, Task> g) { await _s.WaitAsync(); try { foreach (var f in _l) await g(f); } finally { _s.Release(); } }", "one guard over both")]
    [InlineData("readonly object _s = new(); readonly List<string> _l = new(); public void Add(string f) { lock (_s) _l.Add(f); } public async Task Go(Func<string, Task> g) { List<string> all; lock (_s) all = _l.ToList(); foreach (var f in all) await g(f); }", "a copy under the lock")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public void Go(Action<string> g) { foreach (var f in _l) g(f); } public async Task Wait() => await Task.Yield();", "a loop that does not wait")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public IEnumerable<string> Go() { foreach (var f in _l) yield return f; } public async Task Wait() => await Task.Yield();", "the caller of a plain iterator goes on by itself")]
    [InlineData("public async Task Go(Func<string, Task> g) { var l = new List<string>(); l.Add(\"a\"); foreach (var f in l) await g(f); l.Clear(); }", "a local")]
    [InlineData("public async Task Go(List<string> l, Func<string, Task> g) { foreach (var f in l) await g(f); l.Clear(); }", "the caller's")]
    [InlineData("readonly List<string> _l = new(); public async Task Go(Func<string, Task> g) { _l.Clear(); _l.AddRange(new[] { \"a\" }); foreach (var f in _l) await g(f); }", "one operation after the other")]
    [InlineData("readonly IReadOnlyList<string> _l; public A(IReadOnlyList<string> l) => _l = l; public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "nobody changes it here")]
    [InlineData("readonly List<string> _l = new(); readonly List<string> _m = new(); public void Add(string f) => _m.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }", "another collection changes")]
    [InlineData("public List<string> L { get; } = new(); public static void Fill(A other) { } public async Task Go(A other, Func<string, Task> g) { foreach (var f in other.L) await g(f); } public void Add(string f) => L.Add(f);", "another object's")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) { var t = g(f); Console.WriteLine(t.IsCompleted); } await g(\"\"); }", "started, not waited for")]
    [InlineData("readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { foreach (var f in _l) { if (f.Length > 3) { await g(f); return; } Console.WriteLine(f); } }", "waits and returns")]
    public void NothingBreaks(string members, string because) => Assert.True(Reports(members).All(r => r.Id != "ASA0104"), because);

    [Fact]
    public void AGuardThatTheOthersDoNotTakeIsNamed()
    {
        var report = Assert.Single(Reports("readonly SemaphoreSlim _s = new(1, 1); readonly List<string> _l = new(); public void Add(string f) => _l.Add(f); public async Task Go(Func<string, Task> g) { await _s.WaitAsync(); try { foreach (var f in _l) await g(f); } finally { _s.Release(); } }"), r => r.Id == "ASA0104");

        Assert.Equal("'_l' is enumerated across 'await g(f)'; 'Add' can change it meanwhile ('_s' is held here and not in 'Add')", report.GetMessage());
        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
    }

    [Fact]
    public void ALockAroundTheChangesShowsThatSharingIsMeant() => Assert.Contains(
        Reports("readonly object _s = new(); readonly List<string> _l = new(); public void Add(string f) { lock (_s) _l.Add(f); } public void Drop(string f) { lock (_s) _l.Remove(f); } public async Task Go(Func<string, Task> g) { foreach (var f in _l) await g(f); }"),
        r => r is { Id: "ASA0104", Severity: DiagnosticSeverity.Warning });

    [Fact]
    public void PhasesOfTheObjectThatNobodyOutsideCanAskForAreASuggestion() => Assert.Contains(
        Reports("static readonly List<string> s_l = new(); public A(Action<Func<Task>> subscribe) { subscribe(Fill); subscribe(Start); } async Task Fill() { s_l.Add(\"a\"); await Task.Yield(); } async Task Start() { foreach (var f in s_l) await Task.Yield(); }"),
        r => r is { Id: "ASA0104", Severity: DiagnosticSeverity.Info });

    private static IEnumerable<Diagnostic> Reports(string members) =>
        AnalyzerRunner.Run("using System.Collections.Concurrent; using System.Collections.Immutable; public class A { " + members + " }");
}
