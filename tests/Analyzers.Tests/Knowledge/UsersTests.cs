using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Knowledge;

/// <summary>What creations and calls in other types of the compilation say about whether executions meet.</summary>
public sealed class UsersTests
{
    private const string Counter = "internal sealed class Counter { int _n; public int N => _n; public async Task AddAsync(Func<Task<int>> f) { var t = _n; var d = await f(); _n = t + d; } } ";
    private const string Store = "internal sealed class Store { readonly Dictionary<int, string> _d = new(); public async Task<string> GetAsync(int k, Func<Task<string>> f) { if (_d.TryGetValue(k, out var v)) return v; v = await f(); _d.Add(k, v); return v; } } ";

    [Fact]
    public void WithoutAnyUserItIsPossible() => Reports(Counter, "nothing here rules out that calls overlap");

    [Theory]
    [InlineData("var c = new Counter(); await c.AddAsync(f); await c.AddAsync(f); Console.WriteLine(c.N);")]
    [InlineData("Counter c = new(); await c.AddAsync(f).ConfigureAwait(false);")]
    [InlineData("Counter c; c = new Counter(); c.AddAsync(f).GetAwaiter().GetResult();")]
    [InlineData("await new Counter().AddAsync(f);")]
    [InlineData("var c = new Counter(); await Use(c);")]
    [InlineData("var h = new Counter(); foreach (var x in new[] { 1, 2 }) { await h.AddAsync(f); }")]
    public void AnObjectThatStaysInOneCallIsNotShared(string body) => IsSilent(Counter + User(body));

    [Theory]
    [InlineData("var c = new Counter(); await Task.WhenAll(c.AddAsync(f), Task.Delay(1));")]
    [InlineData("var c = new Counter(); var t = c.AddAsync(f); await Task.Delay(1); await t;")]
    [InlineData("var c = new Counter(); Action g = () => c.AddAsync(f); g(); await Task.Delay(1);")]
    [InlineData("var c = new Counter(); _all.Add(c); await c.AddAsync(f);")]
    [InlineData("_kept = new Counter(); await _kept.AddAsync(f);")]
    [InlineData("var c = new Counter(); s_kept = c; await c.AddAsync(f);")]
    public void AnObjectThatGetsOutOrIsNotWaitedForMayBeShared(string body) => Reports(Counter + User(body), "'_n'");

    [Fact]
    public void AnObjectInAFieldIsNotSharedWhereItsOwnerIsNot() => IsSilent(Counter +
        "internal class Handler { readonly Counter _c = new(); public async Task Run(Func<Task<int>> f) { await _c.AddAsync(f); } } public class User { public async Task Go(Func<Task<int>> f) { var h = new Handler(); await h.Run(f); } }");

    [Fact]
    public void AnObjectFromAFactoryStaysWithTheCaller() => IsSilent(
        "internal sealed class Job { int _n; public static async Task<Job> CreateAsync() { var j = new Job(); await Task.Yield(); return j; } public async Task AddAsync(Func<Task<int>> f) { var t = _n; var d = await f(); _n = t + d; } public int N => _n; } public class User { public async Task Go(Func<Task<int>> f) { var j = await Job.CreateAsync(); await j.AddAsync(f); } }");

    [Fact]
    public void ItemsOfAnEnumerationBelongToTheLoop() => IsSilent(Counter +
        "public class User { private IEnumerable<Counter> All() { yield return new Counter(); } public async Task Go(Func<Task<int>> f) { foreach (var c in All()) await c.AddAsync(f); } }");

    [Fact]
    public void APublicTypeOfALibraryHasUsersElsewhere() => Reports(Counter.Replace("internal", "public") + User("var c = new Counter(); await c.AddAsync(f);"), "'_n'");

    [Fact]
    public void ATypeThatAContainerMakesMayBeShared() => Reports(
        Counter + User("var c = new Counter(); await c.AddAsync(f);") + " public class Box { public T Get<T>() => default!; } public class Other { public object O => new Box().Get<Counter>(); }", "'_n'");

    [Fact]
    public void ADerivedTypeMayBeSharedElsewhere() => Reports(
        Counter.Replace("sealed ", "") + User("var c = new Counter(); await c.AddAsync(f);") + " internal class Derived : Counter { }", "'_n'");

    [Fact]
    public void AMethodThatOnlyTheEntryPointCallsRunsOnce() => IsSilent(
        "internal static class Start { static int s_n; public static int N => s_n; public static async Task Init(Func<Task<int>> f) { if (s_n == 0) { s_n = await f(); } } } internal static class Program { static async Task Main() { await Setup(); } static async Task Setup() { await Start.Init(() => Task.FromResult(1)); } }");

    [Fact]
    public void WhatOnlyTheEntryPointCallsAndWritesIsOneFlow() => IsSilent(
        "internal static class Start { static int s_n; public static async Task Init(Func<Task<int>> f) { if (s_n == 0) { s_n = await f(); } } public static void Stop() => s_n = 0; } internal static class Program { static async Task Main() { await Start.Init(() => Task.FromResult(1)); Start.Stop(); } }");

    [Fact]
    public void WhatOthersWriteAsWellIsNot() => Reports(
        "internal static class Start { static int s_n; public static async Task Init(Func<Task<int>> f) { if (s_n == 0) { s_n = await f(); } } public static void Stop() => s_n = 0; } internal static class Program { static async Task Main() { new Timer(_ => Start.Stop()); await Start.Init(() => Task.FromResult(1)); } }", "s_n");

    [Theory]
    [InlineData("await made.FillAsync(f); return made;", true)]
    [InlineData("s_last = made; await s_last.FillAsync(f); return made;", false)]
    public void AnObjectThatIsFilledBeforeItIsHandedOutIsNotShared(string body, bool silent)
    {
        var source = "public class Entity { object? _guild; internal Entity() { } internal virtual async Task FillAsync(Func<Task<object>> f) { if (_guild == null) _guild = await f(); } } public class Special : Entity { static Special? s_last; internal Special() { } internal override async Task FillAsync(Func<Task<object>> f) { await base.FillAsync(f); } public static async Task<Special> MakeAsync(Func<Task<object>> f) { var made = new Special(); " + body + " } }";
        if (silent)
            IsSilent(source);
        else
            Reports(source, "_guild");
    }

    [Fact]
    public void AMethodThatAWorkerLoopCallsRunsOnceAtATime() => IsSilent(
        "public abstract class BackgroundService { protected abstract Task ExecuteAsync(CancellationToken t); } internal static class State { static int s_n; public static async Task Step(Func<Task<int>> f) { var t = s_n; var d = await f(); s_n = t + d; } } public class Worker : BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) { while (!t.IsCancellationRequested) await State.Step(() => Task.FromResult(1)); } }");

    [Fact]
    public void AMethodWithTwoCallersMayOverlap() => Reports(
        "internal static class State { static int s_n; public static async Task Step(Func<Task<int>> f) { var t = s_n; var d = await f(); s_n = t + d; } } public class A { public async Task Go(Func<Task<int>> f) => await State.Step(f); } public class B { public async Task Go(Func<Task<int>> f) => await State.Step(f); }", "static state");

    [Theory]
    [InlineData("await Task.WhenAll(keys.Select(k => _s.GetAsync(k, f)));")]
    [InlineData("await Task.WhenAll(keys.Select(async k => await _s.GetAsync(k, f)));")]
    [InlineData("await Task.WhenAll(_s.GetAsync(1, f), _s.GetAsync(1, f));")]
    [InlineData("var tasks = new List<Task>(); foreach (var k in keys) tasks.Add(_s.GetAsync(k, f)); await Task.WhenAll(tasks);")]
    [InlineData("await Parallel.ForEachAsync(keys, async (k, t) => await _s.GetAsync(k, f));")]
    public void RunsThatACallerStartsTogetherAreProven(string body) =>
        Reports(Store + "public class User { readonly Store _s = new(); public async Task Fill(int[] keys, Func<Task<string>> f) { " + body + " } }", "'Fill' starts several runs of 'GetAsync' at once", DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("foreach (var k in keys) await _s.GetAsync(k, f);")]
    [InlineData("await Task.WhenAll(keys.Select(async k => { var s = new Store(); await s.GetAsync(k, f); }));")]
    [InlineData("await Task.WhenAll(keys.Select(k => k).Select(k => new Store().GetAsync(k, f)));")]
    public void RunsOneAfterTheOtherOrOnTheirOwnObjectsAreNotTogether(string body) => Assert.DoesNotContain(
        Run(Store + "public class User { readonly Store _s = new(); public async Task Fill(int[] keys, Func<Task<string>> f) { " + body + " } }"),
        d => d.GetMessage().Contains("at once", StringComparison.Ordinal));

    private static string User(string body) =>
        "public class User { Counter? _kept; static Counter? s_kept; readonly List<Counter> _all = new(); Task Use(Counter c) => c.AddAsync(() => Task.FromResult(1)); public async Task Go(Func<Task<int>> f) { " + body + " } }";

    private static void Reports(string source, string part, DiagnosticSeverity severity = DiagnosticSeverity.Info) =>
        Assert.Contains(Run(source), d => d.GetMessage().Contains(part, StringComparison.Ordinal) && d.Severity >= severity);

    private static void IsSilent(string source) => Assert.Empty(Run(source));

    private static IEnumerable<Diagnostic> Run(string source) => AnalyzerRunner.Run(source).Where(d => d.Severity != DiagnosticSeverity.Hidden);
}
