using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>State that is copied, handed to a helper, made for one call or kept by a property: each beside the nearest form that is right or wrong. The highest severity with which a rule reports the source.</summary>
public sealed class CopiedAndForwardedTests
{
    // What a copy begins with is as old as the copy.
    [Theory]
    [InlineData("Info", "var all = new List<int>(_all); await t; all.Add(1); _all = all;")]
    [InlineData("Info", "var old = _all; await t; var all = new List<int>(old) { 1 }; _all = all;")]
    [InlineData("Info", "_all = With(_all, await t);")]
    [InlineData("", "await t; var all = new List<int>(_all); all.Add(1); _all = all;")]
    [InlineData("", "var all = new List<int>(_all.Count); all.Add(await t); _all = all;")]
    [InlineData("", "var all = new List<int>(_all); await t; all.Add(1); Console.WriteLine(all.Count);")]
    [InlineData("", "var i = await t; _all = With(_all, i);")]
    public void ACopyThatIsStored(string severity, string body) => Expect("ASA0101", severity,
        "public class C { List<int> _all = new(); public async Task Run(Task<int> t) { " + body + " } static List<int> With(List<int> old, int one) { var all = new List<int>(old); all.Add(one); return all; } }");

    // A member that does not wait itself gives its state to a helper that does.
    [Theory]
    [InlineData("Info", "_all[i]", "private")]
    [InlineData("Info", "_all.First()", "private")]
    [InlineData("", "new Item()", "private")]
    public void AnElementGivenToAHelper(string severity, string given, string access) => Expect("ASA0102", severity,
        "public class Item { public int N; } public class C { readonly List<Item> _all = new(); public Task Run(int i, Task t) => Raise(" + given + ", t); " + access + " async Task Raise(Item item, Task t) { if (item.N > 5) return; await t; item.N++; } }");

    // Compared with what is there now, the update always goes through.
    [Theory]
    [InlineData("Info", "_d[k]")]
    [InlineData("", "old")]
    public void AnUpdateThatIsComparedWithItself(string severity, string expected) => Expect("ASA0101", severity,
        "public class C { readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _d = new(); public async Task Run(string k, Task<int> t) { var old = _d[k]; var next = old + await t; while (!_d.TryUpdate(k, next, " + expected + ")) { old = _d[k]; next = old + await t; } } }");

    // Who makes the object for the call need not wait for it.
    [Theory]
    [InlineData("", "_ = new Run().Go(t);")]
    [InlineData("", "for (var i = 0; i < 3; i++) _all.Add(new Run().Go(t));")]
    [InlineData("", "for (var i = 0; i < 3; i++) { var run = new Run(); _all.Add(run.Go(t)); }")]
    [InlineData("Warning", "var run = new Run(); for (var i = 0; i < 3; i++) { _all.Add(run.Go(t)); }")]
    [InlineData("Info", "var run = new Run(); _all.Add(run.Go(t)); _all.Add(run.Go(t));")]
    public void AnObjectMadeForItsCall(string severity, string body) => Expect("ASA0101", severity,
        "public class C { readonly List<Task> _all = new(); public void Start(Task t) { " + body + " } private sealed class Run { int _n; public async Task Go(Task t) { var n = _n; await t; _n = n + 1; } } }");

    // A property that keeps one guard for all shows it, whatever it does to get it.
    [Theory]
    [InlineData("", "readonly Lazy<SemaphoreSlim> _gate = new(() => new SemaphoreSlim(1, 1)); SemaphoreSlim Gate => _gate.Value;")]
    [InlineData("", "SemaphoreSlim? _gate; SemaphoreSlim Gate => LazyInitializer.EnsureInitialized(ref _gate, () => new SemaphoreSlim(1, 1));")]
    [InlineData("Info", "SemaphoreSlim Gate => new(1, 1);")]
    public void AGateOfAProperty(string severity, string gate) => Expect("ASA0101", severity,
        "public class C { int _n; " + gate + " public async Task Run(Task t) { await Gate.WaitAsync(); try { var n = _n; await t; _n = n + 1; } finally { Gate.Release(); } } }");

    // Taken out by its own name, of the collection of now.
    [Theory]
    [InlineData("", "_all = _all.Remove(one);")]
    [InlineData("", "ImmutableInterlocked.Update(ref _all, all => all.Remove(one));")]
    [InlineData("Info", "_all = _all.RemoveAt(0);")]
    [InlineData("Info", "ImmutableInterlocked.Update(ref _all, all => all.RemoveAt(0));")]
    public void AnElementTakenOutOfAnImmutableList(string severity, string take) => Expect("ASA0102", severity,
        "using System.Collections.Immutable; public class C { ImmutableList<string> _all = ImmutableList<string>.Empty; public async Task Run(Func<string, Task<bool>> alive) { foreach (var one in _all) { if (!await alive(one)) " + take + " } } }");
}
