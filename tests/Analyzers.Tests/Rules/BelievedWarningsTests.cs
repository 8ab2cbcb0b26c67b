using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Places that a reviewer would not have a warning for, each beside the form that one is wanted for: the highest severity with which a rule reports the source.</summary>
public sealed class BelievedWarningsTests
{
    private const string Together = " static class Go { public static Task All(C c) => Task.WhenAll(c.Run(), c.Run()); }";

    // The user answers a popup that shows the old value; a load leaves everything open.
    [Theory]
    [InlineData("ASA0101", "", "var text = _name + '!'; await ShowPopupAsync(); _name = text;")]
    [InlineData("ASA0101", "Warning", "var text = _name + '!'; await LoadAsync(); _name = text;")]
    [InlineData("ASA0102", "", "if (_name == \"\" && await Popups.AskAsync()) _name = \"x\";")]
    public void AnAnswerOfTheUser(string rule, string severity, string body) => Expect(rule, severity,
        "public class C { string _name = \"a\"; public void Clear() => _name = \"\"; public async Task Run() { " + body + " } Task ShowPopupAsync() => Task.CompletedTask; Task LoadAsync() => Task.CompletedTask; } static class Popups { public static Task<bool> AskAsync() => null!; }" + Together);

    // Handlers of an event mostly come one after the other: no ground for a warning about a check, nor about an object that is put back.
    [Theory]
    [InlineData("ASA0102", "Info", "public C(Source s) { s.Came += async (_, _) => await Run(); }", "if (_at > 5) return; await F(); _at = 6;")]
    [InlineData("ASA0102", "Warning", "public Task Both() => Task.WhenAll(Run(), Run());", "if (_at > 5) return; await F(); _at = 6;")]
    [InlineData("ASA0101", "Info", "public C(Source s) { s.Came += async (_, _) => await Run(); }", "var was = _text; await F(); _text = was;")]
    [InlineData("ASA0101", "Warning", "public C(Source s) { s.Came += async (_, _) => await Run(); }", "var was = _at; await F(); _at = was + 1;")]
    public void HandlersOfAnEvent(string rule, string severity, string start, string body) => Expect(rule, severity,
        "public class C { int _at; object? _text; public void Set(int n) { _at = n; _text = n; } " + start + " async Task Run() { " + body + " } static Task F() => Task.Delay(1); } public class Source { public event EventHandler? Came; public void Raise() => Came?.Invoke(this, EventArgs.Empty); }");

    // Work that is to be done once, and senders that each raise the event: unless the flag is lowered again.
    [Theory]
    [InlineData("Warning", "")]
    [InlineData("Info", "public void Again() => _done = false;")]
    public void OnceForAllSenders(string severity, string more) => Expect("ASA0102", severity,
        "public class C { bool _done; public C(Source s) { s.Ready += RunAsync; } async Task RunAsync() { if (_done) return; await Task.Delay(1); _done = true; } " + more + " } public class Source { public event Func<Task>? Ready; public void Raise() => Ready?.Invoke(); }");

    [Theory]
    [InlineData("Info", "object? _last;", "var was = _last; await F(); _last = was;", "_last = 1;")]
    [InlineData("Warning", "int _last;", "var was = _last; await F(); _last = was + 1;", "_last = 1;")]
    public void WhatIsSaidOfAWholeKindOfCode(string severity, string field, string body, string rival)
    {
        Expect("ASA0101", severity, "public class C { " + field + " public void Set() { " + rival + " } public async void Go() { " + body + " } static Task F() => Task.Delay(1); }");
        Expect("ASA0101", severity, "public static class C { static " + field + " public static void Set() { " + rival + " } public static async Task Go() { " + body + " } static Task F() => Task.Delay(1); }");
    }

    // What was picked out of an old collection is taken out of the one of now, and not put in the place of it.
    [Theory]
    [InlineData("", "_all = _all.Remove(one);")]
    [InlineData("Warning", "_all = old.Remove(one);")]
    public void WorkedIntoTheValueOfNow(string severity, string write) => Expect("ASA0101", severity,
        "using System.Collections.Immutable; public class C { ImmutableArray<string> _all = ImmutableArray<string>.Empty; readonly object _g = new(); public void Add(string s) { lock (_g) { _all = _all.Add(s); } } public async Task Run() { ImmutableArray<string> old; lock (_g) { old = _all; } var one = old[0]; await Task.Delay(1); lock (_g) { " + write + " } } }" + Together);

    // The same entry is looked up again under the second lock.
    [Theory]
    [InlineData("", "if (_users.GetValueOrDefault(key) == 0) _users.Add(key, 1);")]
    [InlineData("Warning", "_users.Add(key, 1);")]
    public void AskedAgainUnderTheSecondLock(string severity, string end) => Expect("ASA0102", severity,
        "public class C { readonly Dictionary<string, int> _users = new(); readonly object _g = new(); public Task Run() => Use(\"a\"); public async Task Use(string key) { lock (_g) { if (_users.ContainsKey(key)) return; } await Task.Delay(1); lock (_g) { " + end + " } } }" + Together);

    // A reset that only a failure leads to clears up, whatever was looked at before.
    [Theory]
    [InlineData("", "try { await Task.Delay(1); } catch (IOException) { Reset(); }")]
    [InlineData("Warning", "await Task.Delay(1); Reset();")]
    public void ResetAfterAFailure(string severity, string work) => Expect("ASA0102", severity,
        "public class C { bool _in; public void Enter() => _in = true; public async Task Run() { if (!_in) return; " + work + " } void Reset() { _in = false; } }" + Together);

    // What is written is weighed under the lock against what stands there.
    [Theory]
    [InlineData("", "lock (_g) { if (_next <= at) return; _next = at; }")]
    [InlineData("Warning", "lock (_g) { _next = at; }")]
    public void WeighedAgainstTheValueOfNow(string severity, string write) => Expect("ASA0101", severity,
        "public class C { readonly object _g = new(); DateTime _next; public void Set(DateTime t) { lock (_g) { _next = t; } } public async Task Run() { DateTime at; lock (_g) { at = _next; } await Task.Delay(1); " + write + " } }" + Together);

    // The loop that starts the runs makes the object anew for each.
    [Theory]
    [InlineData("", "foreach (var k in keys) { var item = new Item(k); Task.Run(() => Fill(item)); }")]
    [InlineData("Warning", "var item = new Item(1); foreach (var k in keys) { Task.Run(() => Fill(item)); }")]
    public void ALocalOfEachTurn(string severity, string loop) => Expect("ASA0102", severity,
        "public class Item { public Item(int k) { } public object? Data; } public class C { public void Go(int[] keys) { " + loop + " } async Task Fill(Item item) { if (item.Data == null) { await Task.Delay(1); item.Data = Thread.CurrentThread; } } }", atMost: true);

    [Theory]
    [InlineData("ASA0102", "Info", "StopAsync", "false")]
    [InlineData("ASA0102", "Warning", "TurnAsync", "false")]
    public void AnEndThatComesTwice(string rule, string severity, string name, string to) => Expect(rule, severity,
        "public class C { bool _on; public void Start() => _on = true; public async Task " + name + "() { if (!_on) return; await Task.Delay(1); _on = " + to + "; } public Task Both() => Task.WhenAll(" + name + "(), " + name + "()); }");

    // The wait of the turn before is none between the copy and the clearing.
    [Theory]
    [InlineData("", "string[] todo; lock (_g) { todo = _new.ToArray(); _new.Clear(); } foreach (var t in todo) await Send(t);")]
    [InlineData("Warning", "string[] todo; lock (_g) { todo = _new.ToArray(); } await Send(todo[0]); lock (_g) { _new.Clear(); }")]
    public void CopiedAndClearedInOneTurn(string severity, string turn) => Expect("ASA0101", severity,
        "public class C { readonly HashSet<string> _new = new(); readonly object _g = new(); public void Add(string s) { lock (_g) { _new.Add(s); } } public async Task Run() { while (true) { try { " + turn + " } catch (IOException) { } await Task.Delay(9); } } static Task Send(string s) => Task.Delay(1); }");

    // Elements that were picked out are another collection.
    [Theory]
    [InlineData("", "var old = new List<string>(); lock (_g) { foreach (var s in _all) { if (s.Length > 9) old.Add(s); } } await Drop(old);")]
    [InlineData("Warning", "await Drop(_all);")]
    public void ALoopOverWhatWasPickedOut(string severity, string body) => Expect("ASA0104", severity,
        "public class C { readonly List<string> _all = new(); readonly object _g = new(); public void Add(string s) { lock (_g) { _all.Add(s); } } public void Take(string s) { lock (_g) { _all.Remove(s); } } public async Task Run() { " + body + " } async Task Drop(List<string> some) { foreach (var s in some) await Task.Delay(s.Length); } }" + Together);

    // Behind a page of markup the code comes back to the one thread.
    [Theory]
    [InlineData("", "Cards.xaml.cs")]
    [InlineData("Warning", "Cards.cs")]
    public void BehindMarkup(string severity, string file) => Assert.Equal(severity, Worst("ASA0105", AnalyzerRunner.Run(AnalyzerRunner.Compile((file,
        "public partial class Cards { readonly HashSet<int> _leaving = new(); public Task Drop(int[] all) => Task.WhenAll(all.Select(c => Leave(c)).ToArray()); async Task Leave(int c) { _leaving.Add(c); await Task.Delay(1); _leaving.Remove(c); } }")))));

    [Theory]
    [InlineData("Info", "var now = DateTime.UtcNow; if (now - _last > TimeSpan.FromSeconds(1)) { _last = now; Clean(); }")]
    [InlineData("Warning", "if (_last.Ticks > 1) { _last = x; Clean(); }")]
    public void AThrottleThatTwoPass(string severity, string body) => Expect("ASA0105", severity,
        "public class C { DateTime _last; public Task All(DateTime[] all) => Parallel.ForEachAsync(all, async (x, t) => { await Task.Delay(1, t); " + body + " }); void Clean() { } }");

    private static void Expect(string rule, string severity, string source, bool atMost = false)
    {
        var reports = AnalyzerRunner.Run(source);
        var worst = Worst(rule, reports);
        Assert.True(worst == severity || (atMost && severity.Length > 0 && worst.Length > 0), $"{worst}: {string.Join('\n', reports)}");
    }

    private static string Worst(string rule, IEnumerable<Diagnostic> reports) =>
        reports.Where(d => d.Id == rule && d.Severity >= DiagnosticSeverity.Info).Select(d => d.Severity).DefaultIfEmpty().Max() is var worst and not DiagnosticSeverity.Hidden ? worst.ToString() : "";
}
