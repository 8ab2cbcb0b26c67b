using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>An object in an ambient value that the flows share, and change.</summary>
public sealed class AsyncLocalChangedInPlaceTests
{
    private const string Fork = " public async Task Run() { _s.Value = new(); await Task.WhenAll(Work(1), Work(2)); }";

    [Theory]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Add(x); await Task.Yield(); }" + Fork, "two calls")]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { await Task.Yield(); var l = _s.Value; l.Add(x); await Task.Yield(); }" + Fork, "a local")]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { await Task.Yield(); if (_s.Value is { } l) l.Add(x); await Task.Yield(); }" + Fork, "a pattern")]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value?.Add(x); await Task.Yield(); }" + Fork, "if there is one")]
    [InlineData("AsyncLocal<Dictionary<int, int>> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value[x] = 1; }" + Fork, "an element")]
    [InlineData("AsyncLocal<Stack<int>> _s = new(); async Task Work(int x) { _s.Value.Push(x); await Task.Yield(); _s.Value.Pop(); }" + Fork, "a stack")]
    [InlineData("class Context { public string User; public int Count; } AsyncLocal<Context> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.User = \"x\"; }" + Fork, "a member")]
    [InlineData("class Context { public string User; public List<int> Items = new(); } AsyncLocal<Context> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Items.Add(x); }" + Fork, "a list in it")]
    [InlineData("class Context { public string User; public int Count; } AsyncLocal<Context> _s = new(); Context Now => _s.Value; async Task Work(int x) { await Task.Yield(); Now.Count++; }" + Fork, "a property stands for it")]
    [InlineData("AsyncLocal<List<int>> _s = new(); void Add(int x) => _s.Value.Add(x); async Task Work(int x) { await Task.Yield(); Add(x); await Task.Yield(); }" + Fork, "a helper")]
    [InlineData("AsyncLocal<List<int>> _s = new(); public async Task Run(int[] xs) { _s.Value = new(); await Task.WhenAll(xs.Select(async x => { await Task.Yield(); _s.Value.Add(x); })); }", "a lambda")]
    [InlineData("AsyncLocal<List<int>> _s = new(); public void Run(int[] xs) { _s.Value = new(); foreach (var x in xs) _ = Task.Run(() => _s.Value.Add(x)); }", "a loop")]
    public void TheFlowsShareIt(string members, string because)
    {
        var reports = Run(members);
        Assert.True(reports.Length > 0, because);
        Assert.All(reports, r => Assert.Equal(DiagnosticSeverity.Warning, r.Severity));
        Assert.All(reports, r => Assert.Contains("' changes the object in '_s', and every flow", r.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AsyncLocal<ImmutableList<int>> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value = _s.Value.Add(x); await Task.Yield(); } public async Task Run() { _s.Value = ImmutableList<int>.Empty; await Task.WhenAll(Work(1), Work(2)); }", "a new value")]
    [InlineData("AsyncLocal<ConcurrentBag<int>> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Add(x); }" + Fork, "made for it")]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { await Task.Yield(); lock (_s) { _s.Value.Add(x); } }" + Fork, "guarded")]
    [InlineData("class Holder { public string Context; public int N; } AsyncLocal<Holder> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Context = null; }" + Fork, "a holder by its name")]
    [InlineData("class Current { public string Context; } AsyncLocal<Current> _s = new(); async Task Work(int x) { await Task.Yield(); if (_s.Value is { } h) h.Context = null; }" + Fork, "one thing in it can be replaced")]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { _s.Value = new(); await Task.Yield(); _s.Value.Add(x); }" + Fork, "each has its own")]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { (_s.Value ??= new()).Add(x); await Task.Yield(); } public async Task Run() { await Task.WhenAll(Work(1), Work(2)); }", "each makes its own")]
    [InlineData("AsyncLocal<List<int>> _s = new(); void Add(int x) => _s.Value.Add(x); async Task Work(int x) { _s.Value = new(); await Task.Yield(); Add(x); }" + Fork, "each has its own, and a helper changes it")]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Add(x); } public async Task Run() { _s.Value = new(); await Work(1); await Work(2); }", "one after the other")]
    [InlineData("AsyncLocal<List<int>> _s = new(); public void Begin() => _s.Value = new(); public void Add(int x) => _s.Value?.Add(x); public int End() => _s.Value.Count;", "gathered on purpose")]
    [InlineData("AsyncLocal<List<int>> _s = new(); public void Add(int x) { _s.Value ??= new(); _s.Value.Add(x); } public void Clear() => _s.Value?.Clear();", "gathered on purpose, and dropped")]
    [InlineData("AsyncLocal<Dictionary<int, int>> _s = new(); public async Task Run(Func<Task> f) { var beside = Task.Run(() => Audit(1)); _s.Value ??= new(); await f(); await beside; } async Task Audit(int x) { await Task.Yield(); (_s.Value ??= new())[x] = 1; }", "filled only after the other has been started")]
    [InlineData("AsyncLocal<List<int>> _s = new(); async Task Work(int x) { await Task.Yield(); Console.WriteLine(_s.Value.Count + _s.Value.IndexOf(x)); }" + Fork, "only read")]
    public void NobodyElseSeesIt(string members, string because) => Assert.True(Run(members).Length == 0, because);

    [Theory]
    [InlineData("AsyncLocal<Stack<int>> _s = new(); public void Push(int x) { if (_s.Value == null) _s.Value = new(); _s.Value.Push(x); } public int Pop() => _s.Value.Pop();")]
    [InlineData("AsyncLocal<Stack<int>> _s = new(); Stack<int> Now() { var s = _s.Value; if (s == null) { s = new(); _s.Value = s; } return s; } public void Push(int x) => Now().Push(x); public int Pop() => Now().Pop();")]
    [InlineData("AsyncLocal<Stack<int>> _s = new(); Stack<int> Now => _s.Value ??= new(); public void Push(int x) => Now.Push(x); public int Pop() => Now.Pop();")]
    [InlineData("AsyncLocal<Stack<int>> _s = new(); public void Begin() => _s.Value = new(); public void Push(int x) => _s.Value.Push(x); public int Pop() => _s.Value.Pop();")]
    [InlineData("class Context { public string User; public int Count; } AsyncLocal<Context> _s = new(); public void Begin() => _s.Value = new(); public void SignIn(string u) { var c = _s.Value; c.User = u; }")]
    [InlineData("AsyncLocal<Dictionary<string, object>> _s = new(); public void Begin() => _s.Value = new(); public void Set(string k, object v) => _s.Value[k] = v;")]
    [InlineData("AsyncLocal<Dictionary<int, int>> _s = new(); public async Task Run(Func<Task> f) { _s.Value ??= new(); var beside = Task.Run(() => Audit(1)); await f(); await beside; } async Task Audit(int x) { await Task.Yield(); _s.Value[x] = 1; }")]
    public void WhereNoForkIsInSightItIsASuggestion(string members)
    {
        var reports = Run(members);
        Assert.NotEmpty(reports);
        Assert.All(reports, r => Assert.Equal(DiagnosticSeverity.Info, r.Severity));
    }

    [Fact]
    public void AMethodOfTheObjectThatChangesACollection() => Assert.Equal(
        DiagnosticSeverity.Warning,
        Assert.Single(Run("class Trail { readonly List<int> _all = new(); public int Last; public string Name; public void Add(int x) => _all.Add(x); } AsyncLocal<Trail> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Add(x); } public async Task Run() { _s.Value = new(); await Task.WhenAll(Work(1), Work(2)); }")).Severity);

    [Theory]
    [InlineData("class Trail { readonly List<int> _all = new(); public int Last; public string Name; public void Add(int x) { lock (_all) _all.Add(x); } } ", "it locks")]
    [InlineData("class Trail { readonly ConcurrentBag<int> _all = new(); public int Last; public string Name; public void Add(int x) => _all.Add(x); } ", "made for it")]
    [InlineData("class Trail { readonly List<int> _all = new(); public int Last; public string Name; public bool Add(int x) => _all.Contains(x); } ", "it only looks")]
    public void AMethodOfTheObjectThatIsRight(string type, string because) =>
        Assert.True(Run(type + "AsyncLocal<Trail> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Add(x); } public async Task Run() { _s.Value = new(); await Task.WhenAll(Work(1), Work(2)); }").Length == 0, because);

    [Fact]
    [KnownError("Of what a method of the object in an AsyncLocal changes there, only plain collections are looked at (ASA0402).")]
    public void KnownMissedAlarm_AMethodOfTheObjectThatChangesAField() => Assert.Empty(Run("class Trail { int _count; string _last; public void Add(int x) { _count++; _last = x.ToString(); } } AsyncLocal<Trail> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Add(x); } public async Task Run() { _s.Value = new(); await Task.WhenAll(Work(1), Work(2)); }"));

    private static Diagnostic[] Run(string members) =>
        [.. AnalyzerRunner.Run("using System.Collections.Concurrent; using System.Collections.Immutable; public class C { " + members + " }").Where(r => r.Id == "ASA0402")];
}
