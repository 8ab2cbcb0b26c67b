using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Statics that an object, a pair of calls or a handler sets for an execution (ASA0404).</summary>
public sealed class StaticScopeAcrossAwaitTests
{
    private const string Tenant = "public static class Tenant { public static string? Current { get; private set; } public static IDisposable Use(string t) { var before = Current; Current = t; return new Scope(before); } private sealed class Scope(string? before) : IDisposable { public void Dispose() => Current = before; } } ";

    private const string Clock = "public sealed class Clock : IDisposable { private static DateTime? s_now; private readonly DateTime? _before; public Clock(DateTime now) { _before = s_now; s_now = now; } public void Dispose() => s_now = _before; public static DateTime Now => s_now ?? DateTime.UtcNow; } ";

    private const string Flag = "internal sealed class Undo(Action undo) : IDisposable { public void Dispose() => undo(); } public static class Features { private static bool s_on; public static bool On => s_on; public static IDisposable With(bool on) { var was = s_on; s_on = on; return new Undo(() => s_on = was); } } ";

    private const string Names = "public static class Names { private static readonly Stack<string> s_all = new(); private sealed class Popper : IDisposable { public void Dispose() => s_all.Pop(); } public static IDisposable Begin(string n) { s_all.Push(n); return new Popper(); } } ";

    private const string Mark = "public sealed class Mark : IDisposable { [ThreadStatic] private static string? t_now; private readonly string? _before; public Mark(string now) { _before = t_now; t_now = now; } public static string? Now => t_now; public void Dispose() => t_now = _before; } ";

    [Theory]
    [InlineData(Tenant, "using (Tenant.Use(x)) { await F(); }")]
    [InlineData(Tenant, "using var scope = Tenant.Use(x); await F();")]
    [InlineData(Tenant, "var scope = Tenant.Use(x); try { await F(); } finally { scope.Dispose(); }")]
    [InlineData(Clock, "using (new Clock(DateTime.Parse(x))) await F();")]
    [InlineData(Clock, "using var clock = new Clock(DateTime.Parse(x)); await foreach (var y in All()) Console.WriteLine(y);")]
    [InlineData(Flag, "using (Features.With(x.Length > 0)) await F();")]
    [InlineData(Names, "using (Names.Begin(x)) await F();")]
    public void AScopeThatLastsOverAWait(string scope, string body) => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Run(scope + Class(body))).Severity);

    [Theory]
    [InlineData(Tenant, "using (Tenant.Use(x)) { Console.WriteLine(x); } await F();", "it ends before")]
    [InlineData(Tenant, "await F(); using var scope = Tenant.Use(x); Console.WriteLine(x);", "it begins behind")]
    [InlineData(Tenant, "await F(); using (Tenant.Use(x)) { Func<Task> f = async () => await F(); Console.WriteLine(f); }", "only a lambda waits")]
    [InlineData(Tenant, "await _gate.WaitAsync(); try { using (Tenant.Use(x)) await F(); } finally { _gate.Release(); }", "one at a time")]
    [InlineData("public sealed class Gauge : IDisposable { private static int s_n; public Gauge() => Interlocked.Increment(ref s_n); public void Dispose() => Interlocked.Decrement(ref s_n); } ", "using (new Gauge()) await F();", "a count")]
    [InlineData("public sealed class Clock : IDisposable { private static readonly AsyncLocal<DateTime?> s_now = new(); private readonly DateTime? _before; public Clock(DateTime now) { _before = s_now.Value; s_now.Value = now; } public void Dispose() => s_now.Value = _before; } ", "using (new Clock(DateTime.Now)) await F();", "it flows")]
    [InlineData("public sealed class Clock : IDisposable { [ThreadStatic] private static string? s_now; private readonly string? _before; public Clock(string now) { _before = s_now; s_now = now; } public void Dispose() => s_now = _before; } ", "using (new Clock(x)) await F();", "of the thread: another rule")]
    [InlineData("public sealed class Session : IDisposable { private static Session? s_last; public Session() => s_last = this; public void Dispose() => s_last = null; public static Session? Last => s_last; } ", "using (new Session()) await F();", "not of the call")]
    [InlineData("public sealed class Busy : IDisposable { private bool _busy; public Busy() => _busy = true; public void Dispose() => _busy = false; public bool Is => _busy; } ", "using (new Busy()) await F();", "of the object")]
    public void AScopeThatIsRight(string scope, string body, string because) => Assert.True(!Run(scope + Class(body)).Any(), because);

    [Theory]
    [InlineData("using (new Mark(x)) await F();", DiagnosticSeverity.Warning)]
    [InlineData("using var mark = new Mark(x); await F(); Console.WriteLine(Mark.Now);", DiagnosticSeverity.Warning)]
    [InlineData("await _gate.WaitAsync(); try { using (new Mark(x)) await F(); } finally { _gate.Release(); }", DiagnosticSeverity.Warning)]
    [InlineData("using (new Mark(x)) Console.WriteLine(Mark.Now); await F();", null)]
    [InlineData("using (new Mark(x)) { Func<Task> f = async () => await F(); Console.WriteLine(f); }", null)]
    [InlineData("await F(); new Mark(x).Dispose();", null)]
    public void AScopeOfTheThread(string body, DiagnosticSeverity? severity) => Assert.Equal(severity, OfThread(Mark + Class(body)).SingleOrDefault()?.Severity);

    [Theory]
    [InlineData("using (new Mark(x)) await F();", DiagnosticSeverity.Info)]
    [InlineData("using (new Mark(x)) await F().ConfigureAwait(false);", DiagnosticSeverity.Warning)]
    public void AScopeOfTheThreadInAComponent(string body, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Assert.Single(OfThread(Mark + "public class ComponentBase { } " + Class(body).Replace("class C", "class C : ComponentBase"))).Severity);

    [Fact]
    public void AScopeOfTheThreadThatOnlyTestsUse() => Assert.Empty(OfThread(Mark + "public class FactAttribute : Attribute { } public class Tests { [Fact] public async Task M() { using (new Mark(\"\")) await Task.Delay(1); } }"));

    [Fact]
    public void TheMessageOfAScopeOfTheThread() => Assert.Equal(
        "'t_now' belongs to the thread, and is set before and restored after 'await F()': 'M' may go on on another thread, and the first one keeps what was set",
        Assert.Single(OfThread(Mark + Class("using (new Mark(x)) await F();"))).GetMessage());

    [Fact]
    public void AScopeThatOnlyTestsUse() => Assert.Empty(Run(Clock + "public class FactAttribute : Attribute { } public class Tests { [Fact] public async Task M() { using (new Clock(DateTime.Now)) await Task.Delay(1); } }"));

    [Fact]
    public void TheMessageNamesTheUse() => Assert.Equal(
        "'Current' is set for this call and put back after 'await F()'; another call of 'M' can set it meanwhile (static state)",
        Assert.Single(Run(Tenant + Class("using (Tenant.Use(x)) { await F(); }"))).GetMessage());

    [Theory]
    [InlineData("private static readonly Stack<string> s_all = new(); public static async Task M(string x) { s_all.Push(x); try { await Task.Delay(1); } finally { s_all.Pop(); } }", 1)]
    [InlineData("private static readonly Stack<string> s_all = new(); public static async Task M(string x) { s_all.Push(x); Console.WriteLine(s_all.Peek()); s_all.Pop(); await Task.Delay(1); }", 0)]
    [InlineData("private static readonly Stack<string> s_all = new(); public static async Task M(string x) { s_all.Push(x); while (s_all.Count > 0) { var y = s_all.Pop(); await Task.Delay(y.Length); } }", 0)]
    [InlineData("private readonly Stack<string> _all = new(); public async Task M(string x) { _all.Push(x); try { await Task.Delay(1); } finally { _all.Pop(); } }", 0)]
    [InlineData("private static readonly SemaphoreSlim s_gate = new(1, 1); private static readonly Stack<string> s_all = new(); public static async Task M(string x) { await s_gate.WaitAsync(); try { s_all.Push(x); await Task.Delay(1); s_all.Pop(); } finally { s_gate.Release(); } }", 0)]
    public void AStaticStack(string members, int count) => Assert.Equal(count, Run("public sealed class C { " + members + " }").Count());

    [Theory]
    [InlineData("private static string? s_shown; public static string? Shown => s_shown; static readonly AsyncLocal<string?> s_name = new(a => s_shown = a.CurrentValue);", 1)]
    [InlineData("private static string? s_shown; public static string? Shown => s_shown; static readonly AsyncLocal<string?> s_name = new(OnChanged); private static void OnChanged(AsyncLocalValueChangedArgs<string?> a) { if (a.ThreadContextChanged) s_shown = a.CurrentValue; }", 1)]
    [InlineData("[ThreadStatic] private static string? s_shown; public static string? Shown => s_shown; static readonly AsyncLocal<string?> s_name = new(a => s_shown = a.CurrentValue);", 0)]
    [InlineData("private static string? s_shown; static readonly AsyncLocal<string?> s_name = new(a => s_shown = a.CurrentValue);", 0)]
    [InlineData("private static int s_changes; public static int Changes => s_changes; static readonly AsyncLocal<string?> s_name = new(a => s_changes++);", 0)]
    [InlineData("static readonly AsyncLocal<System.Globalization.CultureInfo?> s_name = new(a => Thread.CurrentThread.CurrentCulture = a.CurrentValue!);", 0)]
    public void TheHandlerOfAnAsyncLocal(string members, int count) => Assert.Equal(count, Run("public static class C { " + members + " public static void Set(string x) => Console.WriteLine(x); }").Count());

    [Theory]
    [InlineData("public static class Tenant { public static string? Current; public static IDisposable Use(string t) { var before = Current; Current = t; return new Scope(before); } }", "public sealed class Scope(string? before) : IDisposable { public void Dispose() => Tenant.Current = before; }", "using (Tenant.Use(x)) await F();", 1)]
    [InlineData("public static class Tenant { public static string? Current; } public sealed partial class Scope { private readonly string? _before = Tenant.Current; public Scope(string t) { Tenant.Current = t; } }", "public sealed partial class Scope : IDisposable { public void Dispose() => Tenant.Current = _before; }", "using (new Scope(x)) await F();", 1)]
    [InlineData("public static class Tenant { public static string? Current; public static IDisposable Use(string t) { var before = Current; Current = t; return new Scope(before); } }", "public sealed class Scope(string? before) : IDisposable { public void Dispose() => Tenant.Current = before; }", "using (Tenant.Use(x)) { } await F();", 0)]
    [InlineData("public static class Tenant { public static string? Current; public static string? Other; public static IDisposable Use(string t) { var before = Other; Other = t; return new Scope(before); } }", "public sealed class Scope(string? before) : IDisposable { public void Dispose() => Tenant.Current = before; }", "using (Tenant.Use(x)) await F();", 0)]
    public void AScopeInTwoFiles(string beginning, string ending, string body, int count)
    {
        const string Head = "using System; using System.Threading; using System.Threading.Tasks; using System.Collections.Generic;\n";
        var reports = AnalyzerRunner.Run(AnalyzerRunner.Compile(("Tenant.cs", Head + beginning), ("Scope.cs", Head + ending), ("C.cs", Head + Class(body)))).Where(r => r.Id == "ASA0404").ToList();
        Assert.Equal(count, reports.Count);
        Assert.All(reports, r => Assert.Equal(("Scope.cs", "'Current' is set for this call and put back after 'await F()'; another call of 'M' can set it meanwhile (static state)"), (r.Location.SourceTree!.FilePath, r.GetMessage())));
    }

    private static string Class(string body) => "public sealed class C { private readonly SemaphoreSlim _gate = new(1, 1); private static Task F() => Task.Delay(1); private static async IAsyncEnumerable<int> All() { await F(); yield return 1; } public async Task M(string x) { " + body + " } }";

    private static IEnumerable<Diagnostic> OfThread(string source) => AnalyzerRunner.Run(source).Where(r => r.Id == "ASA0401");

    private static IEnumerable<Diagnostic> Run(string source) => AnalyzerRunner.Run(source).Where(r => r.Id == "ASA0404");
}
