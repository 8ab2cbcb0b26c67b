using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Mechanisms that make a place harmless although it is read, waited over and written, each beside the form that is not.</summary>
public sealed class BelievedReportsTests
{
    private const string Loops = "static class Go { public static Task All(C c, Func<Task<int>> f) => Task.WhenAll(c.Run(f), c.Run(f)); } ";

    [Fact]
    public void AClaimInTheSameLockedStretchProtectsWhatWasReadThere() => IsSilent(
        "readonly object _g = new(); bool _busy; string? _last; public string? Last { get { lock (_g) return _last; } } public async Task Run(Func<Task<int>> f) { lock (_g) { if (_last != null) return; if (_busy) return; _busy = true; } var x = await f(); lock (_g) { _last = x.ToString(); _busy = false; } }");

    [Fact]
    public void WithoutTheClaimTheLockEndsTooSoon() => Warns(
        "readonly object _g = new(); bool _sent; public async Task Run(Func<Task<int>> f) { lock (_g) { if (_sent) return; } await f(); lock (_g) { _sent = true; } }");

    [Theory]
    [InlineData("readonly object _g = new(); int _n; public async Task Run(Func<Task<int>> f) { int n; lock (_g) { n = _n; } var x = await f(); lock (_g) { _n = n + x; } }", "'_g' is taken for the read and again for the write: two locked stretches with the wait between them")]
    [InlineData("readonly SemaphoreSlim _g = new(1, 1); int _n; public async Task Run(Func<Task<int>> f) { int n; await _g.WaitAsync(); try { n = _n; } finally { _g.Release(); } var x = await f(); await _g.WaitAsync(); try { _n = n + x; } finally { _g.Release(); } }", "'_g' is taken for the read and again for the write: two locked stretches with the wait between them")]
    [InlineData("readonly object _g = new(); bool _sent; public async Task Run(Func<Task<int>> f) { lock (_g) { if (_sent) return; } await f(); lock (_g) { _sent = true; } }", "'_g' is taken for the check and again for the write: two locked stretches with the wait between them")]
    [InlineData("readonly object _g = new(); bool _sent; public async Task Run(Func<Task<int>> f) { lock (_g) { if (_sent) return; } await f(); _sent = true; }", "'_g' guards only the check")]
    [InlineData("readonly object _g = new(); readonly object _h = new(); int _n; public async Task Run(Func<Task<int>> f) { int n; lock (_g) { n = _n; } var x = await f(); lock (_h) { _n = n + x; } }", "'_g' guards the read and a different guard, '_h', the write")]
    public void TheMessageSaysWhatIsWrongWithTheGuard(string body, string says)
    {
        Assert.EndsWith($"({says})", Assert.Single(Run(body, together: false)).GetMessage(), StringComparison.Ordinal);
        Assert.EndsWith($", and {says})", Assert.Single(Run(body, together: true)).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatATurnTestedDoesNotDecideTheNextTurn() => IsSilent(
        "int _pending; public void Answered() => _pending = 0; public async Task Run(Func<Task<int>> f) { while (true) { await f(); _pending++; if (_pending > 5) return; } }");

    [Fact]
    public void WhatTheHeadOfTheLoopTestedDecidesTheTurn() => Reports(
        "int _left = 5; public async Task Run(Func<Task<int>> f) { while (_left > 0) { await f(); _left--; } }");

    [Fact]
    public void AConditionAskedAgainAsAWholeIsCheckedAgain() => IsSilent(
        "readonly SemaphoreSlim _g = new(1, 1); long _next; public async Task Run(Func<Task<int>> f, bool force, long now) { if (!force && now < _next) return; await _g.WaitAsync(); try { if (!force && now < _next) return; await f(); _next = now + 5; } finally { _g.Release(); } }");

    [Fact]
    public void TheAnswerToAnOldValueThatIsMergedIntoTheNewOneIsNoOldValue() => IsSilent(
        "string _t = \"\"; public async Task Run(Func<string, Task<string>> ask) { var news = await ask(_t); _t = _t + news; }", together: false);

    [Fact]
    public void StateOfThePlatformFlowsWithTheExecution() => IsSilent(
        "public async Task Run(Func<Task<int>> f) { var before = System.Diagnostics.Activity.Current; await f(); System.Diagnostics.Activity.Current = before; }");

    [Fact]
    public void EachRunOfALambdaHasItsOwnArgument() => IsSilent(
        "public class Item { public int N; } public Task Run(Item[] items, Func<Task<int>> f) => Parallel.ForEachAsync(items, async (item, t) => { var n = item.N; var d = await f(); item.N = n + d; });", together: false, severity: DiagnosticSeverity.Warning);

    [Fact]
    public void ATaskThatIsKeptAndWaitedForIsNotStartedBesideItself() => Assert.DoesNotContain(
        Run("int _n; Task? _flush; public async Task Loop(Func<Task<int>> f) { while (true) { _flush = Flush(f); await _flush; } } async Task Flush(Func<Task<int>> f) { var n = _n; var d = await f(); _n = n + d; }", together: false),
        d => d.GetMessage().Contains("in a loop without waiting", StringComparison.Ordinal));

    [Fact]
    public void ATaskAwaitedThroughAnExtensionMethodIsAwaited() => Assert.DoesNotContain(
        Run("int _n; public async Task Loop(Func<Task<int>> f) { while (true) await Flush(f).Quietly(); } async Task Flush(Func<Task<int>> f) { var n = _n; var d = await f(); _n = n + d; }", together: false, more: "static class X { public static async Task Quietly(this Task t) { try { await t; } catch { } } }"),
        d => d.GetMessage().Contains("without waiting", StringComparison.Ordinal));

    [Fact]
    public void AStartThatIsTriedAgainAfterAFailureIsNoLoop() => Assert.DoesNotContain(
        Run("int _n; public async Task Connect(Func<Task<int>> f) { while (true) { try { await f(); _ = Beat(f); return; } catch (Exception) { } } } async Task Beat(Func<Task<int>> f) { while (true) { var n = _n; var d = await f(); _n = n + d; } }", together: false),
        d => d.GetMessage().Contains("in a loop without waiting", StringComparison.Ordinal));

    [Fact]
    public void ACheckThatOnlyAnExceptionSeparatesDecidesNothing() => IsSilent(
        "readonly object _g = new(); CancellationTokenSource? _ping; int _retry; public async Task Run(Func<Task<int>> f) { try { lock (_g) { _ping?.Cancel(); _retry = 2; } await f(); lock (_g) { _ping = new CancellationTokenSource(); } } catch (Exception) { await f(); } }");

    [Theory]
    [InlineData("Dictionary<string, int> _d = new(); public async Task Run(Func<Task<int>> f) { if (_d.ContainsKey(\"a\")) return; var x = await f(); _d.Add(\"a\", x); }", DiagnosticSeverity.Warning)]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<string, int> _d = new(); public async Task Run(Func<Task<int>> f) { if (_d.ContainsKey(\"a\")) return; var x = await f(); _d[\"a\"] = x; }", DiagnosticSeverity.Info)]
    [InlineData("List<int>? _l; public async Task Run(Func<Task<int>> f) { if (_l == null) { var x = await f(); _l = new List<int> { x }; } }", DiagnosticSeverity.Info)]
    [InlineData("MemoryStream? _l; public async Task Run(Func<Task<int>> f) { if (_l == null) { var x = await f(); _l = new MemoryStream(x); } }", DiagnosticSeverity.Warning)]
    [InlineData("int _n; public async Task Run(Func<Task<int>> f) { _n = _n + await f(); }", DiagnosticSeverity.Warning)]
    public void SeverityFollowsTheHarm(string body, DiagnosticSeverity severity) => Assert.Equal(severity, Run(body, together: true).Max(d => d.Severity));

    [Fact]
    public void AValueThatAnAwaitedOperationTransformsMostlyBelongsToOneFlow() => Assert.All(
        Run("string _page = \"\"; public async Task Run(Func<string, Task<string>> next) { _page = await next(_page); }", together: false), d => Assert.Equal(DiagnosticSeverity.Info, d.Severity));

    [Fact]
    public void WhoHoldsItAlreadyIsAskedOfTheNameThatIsWritten() => IsSilent(
        "readonly SemaphoreSlim _g = new(1, 1); readonly object _s = new(); string? _owner; public async Task Take(string me) { lock (_s) { if (_owner == me) return; } await _g.WaitAsync(); lock (_s) { _owner = me; } } public void Free() { lock (_s) { _owner = null; } _g.Release(); }", together: false);

    [Fact]
    public void AnElementIsNotComputedFromItsIndex() => IsSilent(
        "object[] _items = new object[3]; int _at; public void Next() => _at++; public async Task Run2(Func<object, Task> select) { var item = _items[_at]; await select(item); _at = Array.IndexOf(_items, item); }", together: false);

    [Theory]
    [InlineData("public class Box { public int N; } Box _now = new(); public void Next() => _now = new(); public async Task Go(Func<Task<int>> f) { var box = _now; var x = await f(); box.N = x; }")]
    [InlineData("readonly Dictionary<string, int> _all = new(); string _name = \"\"; public async Task Go(Func<Task<int>> f, string n) { var name = _name; var x = await f(); _all[name] = x; _name = n; }")]
    [InlineData("public class Box { public bool Gone; } readonly object _g = new(); Box? _now = new(); public async Task Go(Func<Task<int>> f) { Box box; lock (_g) { if (_now == null) return; box = _now; } await f(); lock (_g) { box.Gone = true; } } public void Drop() { lock (_g) _now = null; }")]
    public void WhatIsHeldOnPurposeIsMeant(string body) => IsSilent(body, together: false);

    [Fact]
    public void TheObjectThatAStatementReadsBeforeItWaitsMayBeTheOldOne() => Assert.Contains(
        Run("public class Box { public int N; } Box _now = new(); public void Next() => _now = new(); public async Task Go(Func<Task<int>> f) { _now.N = await f(); }", together: false),
        d => d.GetMessage().Contains("written at a place selected by '_now'", StringComparison.Ordinal));

    [Fact]
    public void WhatIsSetWhileTheOldValueIsSentIsErasedByEmptyingAfterwards() => Assert.Contains(
        Run("string? _pending; public void Ask(string s) => _pending = s; public async Task Flush(Func<string?, Task> send) { await send(_pending); _pending = null; }", together: false),
        d => d.GetMessage().Contains("emptied of what was read and handed on", StringComparison.Ordinal));

    [Theory]
    [InlineData("string? _pending; public void Ask(string s) => _pending = s; public async Task Flush(Func<string?, Task> send) { var p = _pending; await send(p); if (_pending == p) _pending = null; }")]
    [InlineData("string? _pending; public async Task Flush(Func<string?, Task> send) { await send(_pending); _pending = null; }")]
    [InlineData("Task? _run; public void Ask(Task s) => _run = s; public async Task Stop() { await _run!; _run = null; }")]
    [InlineData("readonly object _g = new(); long _v; string? _pending; public void Ask(string s) { lock (_g) { _v++; _pending = s; } } public async Task Flush(Func<string?, Task> send) { long v; string? p; lock (_g) { v = _v; p = _pending; } await send(p); lock (_g) { if (_v == v) _pending = null; } }")]
    public void EmptyingOnlyWhatWasSentErasesNothing(string body) => IsSilent(body, together: false);

    [Theory]
    [InlineData("List<int> _items = new(); public void Add(int i) => _items.Add(i); public async Task Flush(Func<List<int>, Task> send) { await send(_items); _items = new(); }")]
    [InlineData("List<int> _items = new(); public void Add(int i) => _items.Add(i); public async Task Flush(Func<List<int>, Task> send) { await send(_items); _items = []; }")]
    [InlineData("List<int> _items = new(); public void Add(int i) => _items.Add(i); public async Task Flush(Func<int[], Task> send) { var batch = _items.ToArray(); await send(batch); this._items = new List<int>(16); }")]
    [InlineData("List<int> _items = new(); public void Add(int i) => _items.Add(i); public async Task Flush(Func<object, Task> send) { var batch = _items; await send(batch); _items = new(); }")]
    public void AnEmptyCollectionPutInThePlaceOfWhatWasSentDropsWhatCameMeanwhile(string body) => Assert.Contains(
        Run(body, together: false), d => d.GetMessage().StartsWith("'_items' is cleared of more than was read before", StringComparison.Ordinal));

    [Theory]
    [InlineData("List<int> _items = new(); public void Add(int i) => _items.Add(i); public async Task Flush(Func<List<int>, Task> send) { var batch = _items; _items = new(); await send(batch); }")]
    [InlineData("List<int> _items = new(); public void Add(int i) => _items.Add(i); public async Task Flush(Func<List<int>, Task> send) { while (true) { var batch = _items; _items = new(); await send(batch); } }")]
    [InlineData("List<int> _items = new(); public void Add(int i) => _items.Add(i); public async Task Flush(Func<List<int>, Task> send) { var batch = Interlocked.Exchange(ref _items, new()); await send(batch); }")]
    [InlineData("List<int> _items = new(); public void Add(int i) => _items.Add(i); public async Task Flush(Func<Task<List<int>>> load) { _items = await load(); }")]
    [InlineData("List<int> _items = new(); readonly SemaphoreSlim _g = new(1, 1); public async Task Add(int i) { await _g.WaitAsync(); try { _items.Add(i); } finally { _g.Release(); } } public async Task Flush(Func<List<int>, Task> send) { await _g.WaitAsync(); try { await send(_items); _items = new(); } finally { _g.Release(); } }")]
    [InlineData("List<int> _items = new(); public async Task Flush(Func<List<int>, Task> send) { _items.Add(1); await send(_items); _items = new(); }")]
    public void TakenOutFirstItDropsNothing(string body) => IsSilent(body, together: false);

    private static void IsSilent(string body, bool together = true, DiagnosticSeverity severity = DiagnosticSeverity.Info) =>
        Assert.DoesNotContain(Run(body, together), d => d.Severity >= severity);

    private static void Reports(string body) => Assert.NotEmpty(Run(body, together: true));

    private static void Warns(string body) => Assert.Contains(Run(body, together: true), d => d.Severity == DiagnosticSeverity.Warning);

    private static List<Diagnostic> Run(string body, bool together, string more = "") =>
        AnalyzerRunner.Run("public class C { " + body + " } " + (together && body.Contains("Run(Func<Task<int>> f)", StringComparison.Ordinal) ? Loops : "") + more).Where(d => d.Severity != DiagnosticSeverity.Hidden && d.Id is "ASA0101" or "ASA0102").ToList();
}
