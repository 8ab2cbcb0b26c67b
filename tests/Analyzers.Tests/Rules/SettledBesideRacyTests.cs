using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Flags that stand for a step, claims that end with a write, runs that start themselves again: each beside the nearest form that is wrong. The highest severity with which a rule reports the source.</summary>
public sealed class SettledBesideRacyTests
{
    private const string Together = " static class Go { public static Task All(C c) => Task.WhenAll(c.Run(default), c.Run(default)); }";

    // A wait without an end is asked for its answer all the same: there is no other way.
    [Theory]
    [InlineData("", "try { return _n++; } finally { s_g.Release(1); }")]
    [InlineData("Warning", "if (_n > 3) return 0; try { return _n++; } finally { s_g.Release(1); }")]
    public void AWaitWithoutEndIsAsked(string severity, string body)
    {
        Expect("ASA0201", severity, "public class C { static readonly SemaphoreSlim s_g = new(1, 1); int _n; public async Task<int> M(CancellationToken t) { if (await s_g.WaitAsync(-1, t).ConfigureAwait(false)) { " + body + " } throw new InvalidOperationException(); } }");
        Expect("ASA0201", severity, "public class C { static readonly SemaphoreSlim s_g = new(1, 1); int _n; public Task F() => s_g.WaitAsync(); public int M() { if (s_g.Wait(-1)) { " + body + " } return 1; } }");
    }

    // Only the constructor and the end of the run itself start the next run.
    [Theory]
    [InlineData("", "", "Start();")]
    [InlineData("Warning", "public void Begin() { Start(); }", "Start();")]
    [InlineData("Warning", "", "Start(); await Task.Delay(1);")]
    [InlineData("Warning", "", "if (_n > 3) { Start(); }")]
    public void ARunThatStartsItselfAgain(string severity, string more, string end) => Expect("ASA0101", severity,
        "public class C { int _n; Task? _t; public C() { Start(); } " + more + " void Start() { _t = Task.Delay(9).ContinueWith(async t => { await Run(); }); } async Task Run() { var n = _n; await Task.Delay(1); _n = n + 1; " + end + " } }");

    // The flag is raised in the step before the guard is given back: who comes to the wait does not hold it.
    [Theory]
    [InlineData("", "mine = true; _g.Release(); await Task.Delay(1);")]
    [InlineData("", "mine = true; _g.Release(); await Task.Delay(1); await _g.WaitAsync(); _n = 0; mine = false; _g.Release();")]
    [InlineData("Warning", "mine = true; await Task.Delay(1); _g.Release();")]
    [InlineData("Warning", "while (_n < 9) { mine = true; _g.Release(); await Task.Delay(1); await _g.WaitAsync(); await Task.Delay(2); }")]
    [InlineData("Warning", "mine = true; _g.Release(); await Task.Delay(1); await _g.WaitAsync(); await Task.Delay(1); mine = false; _g.Release();")]
    public void AFlagBesideTheRelease(string severity, string body) => Expect("ASA0203", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); int _n; public async Task Run() { bool mine = false; await _g.WaitAsync(); try { _n = 1; " + body + " } finally { if (mine) { await _g.WaitAsync(); _n = 0; _g.Release(); } } } }");

    // Only who has claimed the flag comes to where it is lowered.
    [Theory]
    [InlineData("", "if (_busy) { _g.Release(); throw new InvalidOperationException(); } _busy = true; mine = true; _g.Release();")]
    [InlineData("Info", "if (_busy) { _g.Release(); throw new InvalidOperationException(); } mine = true; _g.Release();")]
    public void LoweredByWhoHasRaised(string severity, string claim) => Expect("ASA0102", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); bool _busy; public void Set() { _g.Wait(); _busy = true; _g.Release(); } public async Task Run(CancellationToken t) { bool mine = false; await _g.WaitAsync(t); try { " + claim + " await Task.Delay(1, t); } finally { if (mine) { await _g.WaitAsync(); _busy = false; _g.Release(); } } } }" + Together);

    // A spread copies, also the values of a dictionary.
    [Theory]
    [InlineData("", "List<int> some; lock (_l) { some = [.. _all.Values]; } await Each(some);")]
    [InlineData("", "List<int> some; lock (_l) { some = [.. _all.Values.Where(v => v > 1)]; } await Each(some);")]
    [InlineData("Warning", "foreach (var v in _all.Values) await Task.Delay(v);")]
    public void ASpreadIsACopy(string severity, string body) => Expect("ASA0104", severity,
        "public class C { readonly SemaphoreSlim _gate = new(1, 1); readonly object _l = new(); readonly Dictionary<string, int> _all = new(); public void Add(string s) { lock (_l) { _all[s] = 1; } } public async Task Stop() { await _gate.WaitAsync(); try { " + body + " } finally { _gate.Release(); } } async Task Each(List<int> some) { foreach (var i in some) await Task.Delay(i); } }");

    // A failure puts back what nothing newer stands for.
    [Theory]
    [InlineData("", "if (!_new.ContainsKey(id)) _gone.Add(id);")]
    [InlineData("Warning", "_gone.Add(id);")]
    [InlineData("Warning", "if (!_new.ContainsKey(0)) _gone.Add(id);")]
    public void PutBackWhereNothingNewerStands(string severity, string put) => Expect("ASA0103", severity, Requeue("try { await Task.Delay(1); } catch { Back(g); throw; }", put));

    [Fact]
    public void FilledAnewWhereNothingFailedIsTorn() => Expect("ASA0103", "Warning", Requeue("await Task.Delay(1); Back(new[] { 1 });", "if (!_new.ContainsKey(id)) _gone.Add(id);").Replace("g = _gone.ToArray(); ", "g = new[] { 1 }; "));

    private static string Requeue(string work, string put) =>
        "public class C { readonly object _l = new(); readonly Dictionary<int, int> _new = new(); readonly HashSet<int> _gone = new(); public void Set(int id) { lock (_l) { _new[id] = 1; _gone.Remove(id); } } public void Remove(int id) { lock (_l) { _new.Remove(id); _gone.Add(id); } } public async Task Drain() { int[] g; lock (_l) { g = _gone.ToArray(); _gone.Clear(); } " + work + " } void Back(int[] g) { lock (_l) { foreach (var id in g) { " + put + " } } } }";

    // A helper that takes the guard, perhaps in several turns: its caller gives it back.
    [Theory]
    [InlineData("", "await Take(); try { if (!_on) throw new InvalidOperationException(); await Task.Delay(1); } finally { _busy = false; _g.Release(); }")]
    [InlineData("Warning", "await Take(); if (!_on) throw new InvalidOperationException(); try { await Task.Delay(1); } finally { _busy = false; _g.Release(); }")]
    public void AHelperThatTakesItForItsCaller(string severity, string body) => Expect("ASA0201", severity,
        "public class C { readonly SemaphoreSlim _g = new(1, 1); bool _busy, _on; public void On() => _on = true; public async Task Run() { " + body + " } async Task Take() { while (true) { await _g.WaitAsync(); if (!_busy) { _busy = true; return; } _g.Release(); await Task.Delay(1); } } }");

    // The handler of the start of an application runs once.
    [Theory]
    [InlineData("", "Application_Startup")]
    [InlineData("Warning", "Application_Activated")]
    public void TheStartOfAnApplication(string severity, string name) => Expect("ASA0404", severity,
        "public class Log { public static readonly Log One = new(); public bool On { get; set; } } public class App { async void " + name + "(object s, string[] a) { Log.One.On = a.Length > 1; await Task.Delay(1); if (Log.One.On) Console.WriteLine(); } }");

    // Another flag is claimed in the step that looks, and given up in the step that writes.
    [Theory]
    [InlineData("", "if (_owner != s || _ending) return; _ending = true;", "_ending = false; _owner = null;")]
    [InlineData("Warning", "if (_owner != s) return;", "_owner = null;")]
    [InlineData("Warning", "if (_owner != s || _ending) return; _ending = true;", "_ending = false; } lock (_l) { _owner = null;")]
    [InlineData("Warning", "if (_owner != s) return; _ending = true;", "_ending = false; _owner = null;")]
    public void AClaimThatEndsWithTheWrite(string severity, string look, string end) => Expect("ASA0102", severity,
        "public class C { readonly object _l = new(); string? _owner; bool _ending; public void Stage(string s) { lock (_l) { if (_ending) return; _owner = s; } } public Task Run(CancellationToken t) => Apply(\"a\"); async Task Apply(string s) { lock (_l) { " + look + " } await Task.Delay(1); lock (_l) { " + end + " } } }" + Together);

    // Only a failure lowers the flag under the lock: it says that the work is over, whoever had begun it.
    [Theory]
    [InlineData("Info", "try { await Task.Delay(1, t); } catch (IOException) { lock (_l) { _on = false; } }")]
    [InlineData("Warning", "await Task.Delay(1, t); lock (_l) { _on = false; }")]
    public void LoweredByAFailure(string severity, string work) => Expect("ASA0102", severity,
        "public class C { readonly object _l = new(); bool _on; public void Start() { lock (_l) { _on = true; } } public async Task Run(CancellationToken t) { lock (_l) { if (!_on) return; } " + work + " } }" + Together);
}
