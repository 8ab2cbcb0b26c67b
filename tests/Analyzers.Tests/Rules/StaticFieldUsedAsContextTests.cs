using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Statics that hold a value of one call across a suspension (ASA0404).</summary>
public sealed class StaticFieldUsedAsContextTests
{
    private const string Members =
        """
        private static string? s_user; private static object? s_instance; private static CancellationTokenSource? s_source; private static readonly SemaphoreSlim s_gate = new(1, 1); private static readonly Scope s_scope = new();
        private static readonly AsyncLocal<string?> s_flow = new(); public static string? Tenant { get; set; }
        private static Task F() => Task.Delay(1); private static void Use(object? o) => Console.WriteLine(o);
        """;

    private const string Others =
        """
        public sealed class Scope { private string? _name; public string? Name { get => _name; set => _name = value; } }
        public static class Current { public static string? User { get; set; } public static string? Culture; }
        """;

    [Theory]
    [InlineData("public async Task M(string u) { s_user = u; await F(); Use(s_user); }")]
    [InlineData("public async Task M(string u) { var old = s_user; s_user = u; try { await F(); } finally { s_user = old; } }")]
    [InlineData("public async Task M(string u) { s_user = u; try { await F(); } finally { s_user = null; } }")]
    [InlineData("public async Task M(string u) { Tenant = u.Trim(); await F(); Use(Tenant); }")]
    [InlineData("public async Task M(string u) { var old = Current.User; Current.User = u; try { await F(); } finally { Current.User = old; } }")]
    [InlineData("public async Task M(string u) { Current.Culture = u; await F(); Current.Culture = null; }")]
    [InlineData("public async Task M(string u, Func<Task> work) { s_scope.Name = u; await work(); s_scope.Name = null; } public static void Print() => Use(s_scope.Name);")]
    [InlineData("public async Task M(string u) { Set(u); await F(); Use(s_user); } private static void Set(string u) => s_user = u;")]
    [InlineData("public async Task M(CultureInfo c) { var old = CultureInfo.DefaultThreadCurrentCulture; CultureInfo.DefaultThreadCurrentCulture = c; try { await F(); } finally { CultureInfo.DefaultThreadCurrentCulture = old; } }")]
    [InlineData("public async Task M() { var old = Console.Out; var w = new StringWriter(); Console.SetOut(w); try { await F(); } finally { Console.SetOut(old); } Use(w); }")]
    [InlineData("public async Task M(string d) { var old = Directory.GetCurrentDirectory(); Directory.SetCurrentDirectory(d); try { await F(); } finally { Directory.SetCurrentDirectory(old); } }")]
    [InlineData("public async Task M(string d) { Environment.SetEnvironmentVariable(\"X\", d); await F(); Environment.SetEnvironmentVariable(\"X\", null); }")]
    public void Set_for_a_call_and_used_after_a_wait_is_a_warning(string members) => Assert.Equal(["warning ASA0404"], Reports(members));

    private const string Scoped = "public async Task M(string u) { s_user = u; try { await F(); } finally { s_user = null; } } ";

    // Static state is all that speaks for a second run, and the one caller in sight works off one after the other.
    [Theory]
    [InlineData("public static async Task Loop(C c) { while (true) await c.M(Console.ReadLine()!); }", "info ASA0404")]
    [InlineData("public static async Task Loop(C c) { while (true) _ = c.M(Console.ReadLine()!); }", "warning ASA0404")]
    [InlineData("public static async Task Loop(C c) { while (true) await c.M(Console.ReadLine()!); } public static Task Other(C c) => c.M(\"x\");", "warning ASA0404")]
    [InlineData("public static async Task Once(C c) { await c.M(Console.ReadLine()!); }", "warning ASA0404")]
    public void One_loop_that_calls_it(string callers, string reported) => Assert.Equal([reported], Reports(Scoped + "} public static class D { " + callers));

    [Theory]
    [InlineData("public async Task M(string u) { await s_gate.WaitAsync(); try { s_user = u; await F(); Use(s_user); s_user = null; } finally { s_gate.Release(); } }", "one call at a time")]
    [InlineData("public async Task M() { s_instance = new object(); await F(); Use(s_instance); }", "not of one call")]
    [InlineData("public async Task M(string u) { await F(); s_user = u; Use(s_user); s_user = null; await F(); }", "nothing waits in between")]
    [InlineData("public async Task M(string u) { s_user = u; await F(); }", "it is only set")]
    [InlineData("public async Task InitializeAsync(string u) { s_user = u; await F(); Use(s_user); }", "at the start")]
    [InlineData("public async Task M(string u) { s_flow.Value = u; await F(); Use(s_flow.Value); }", "flows with the execution")]
    [InlineData("public static string? Flow { get => s_flow.Value; set => s_flow.Value = value; } public async Task M(string u) { Flow = u; await F(); Flow = null; }", "a property that shows what flows")]
    [InlineData("public async Task M(string[] us) { foreach (var u in us) { s_user = u; Use(s_user); await F(); } }", "set again in each turn")]
    public void What_is_not_a_context_is_silent(string members, string because) => Assert.True(!Reports(members).Any(), because + ": " + string.Join(", ", Reports(members)));

    private const string Window = "internal sealed class Window { public Bar Bar { get; } = new(); public Bar? Other; public void Show() => Other = new Bar(); public void Hide() => Other = null; public Task Go() => C.M(this, Bar); } internal sealed class Bar { } internal static class App { public static readonly Window Main = new Window(); } ";

    private const string Kept = "private static Window? s_window; private static Bar? s_bar; internal static async Task M(Window window, Bar bar) { s_window = window;\n s_bar = bar; await F(); Use(s_window); Use(s_bar); } ";

    [Theory]
    [InlineData("internal static class D { public static Task Go() => C.M(App.Main, App.Main.Bar); }", "")]
    [InlineData("internal static class D { public static Task Go() { var w = App.Main; return C.M(w, bar: w.Bar); } }", "")]
    [InlineData("internal static class D { public static Task Go() => Pass(App.Main, App.Main.Bar); private static Task Pass(Window w, Bar b) => C.M(w, b); }", "")]
    [InlineData("internal static class D { public static Task Go() => C.M(App.Main, new Bar()); }", "s_bar")]
    [InlineData("internal static class D { public static Task Go(Bar b) => C.M(App.Main, b); }", "s_bar")]
    [InlineData("internal static class D { public static Task Go() => C.M(App.Main, App.Main.Other!); }", "s_bar")]
    [InlineData("internal static class D { public static Task Go() => C.M(new Window(), App.Main.Bar); }", "s_window, s_bar")]
    [InlineData("internal static class D { public static Func<Window, Bar, Task> Go = C.M; }", "s_window, s_bar")]
    public void What_all_callers_hand_in_is_no_context(string callers, string reported) => Assert.Equal(
        reported,
        string.Join(", ", Of(Window + callers + Class(Kept)).Where(r => r.Id == "ASA0404").Select(r => r.GetMessage().Split('\'')[1])));

    [Theory]
    [InlineData("internal static async Task M(string u) { s_user = u; await F(); Use(s_user); } public Task A() => M(\"a\"); public Task B() => M(\"a\");", "")]
    [InlineData("internal static async Task M(string u) { s_user = u; await F(); Use(s_user); } public Task A() => M(\"a\"); public Task B() => M(\"b\");", "ASA0404")]
    [InlineData("internal static async Task M(string u) { s_user = u; await F(); s_user = null; } public Task A() => M(\"a\"); public Task B() => M(\"a\");", "ASA0404")]
    [InlineData("internal sealed class Order { } internal static async Task M(Order o) { s_instance = o; await F(); Use(s_instance); } public Task A() { var o = new Order(); return M(o); }", "ASA0404")]
    public void One_constant_for_all_is_no_context_unless_it_is_taken_away(string members, string ids) =>
        Assert.Equal(ids, string.Join(", ", Of(Class(members)).Select(r => r.Id)));

    [Fact]
    public void A_test_that_redirects_output_is_alone() => Assert.Empty(Of(
        Others + "public class FactAttribute : Attribute { } public class Tests {" + Members + "[Fact] public async Task M() { var old = Console.Out; var w = new StringWriter(); Console.SetOut(w); try { await F(); } finally { Console.SetOut(old); } Use(w); } }"));

    [Fact]
    public void The_message_names_the_static_and_the_wait() => Assert.Equal(
        "'s_user' is set for this call and put back after 'await F()'; another call of 'M' can set it meanwhile (static state)",
        Assert.Single(Of(Class("public async Task M(string u) { var old = s_user; s_user = u; try { await F(); } finally { s_user = old; } }"))).GetMessage());

    [Fact]
    [KnownError("A field of a shared object that is used as context is not reported as such, unless a read-only static holds the object (ASA0404).")]
    public void KnownMissedAlarm_AFieldOfASharedObject() => Assert.Empty(Reports("private string? _user; public static C Instance { get; } = new(); public async Task M(string u) { _user = u; await F(); Use(_user); }"));

    private static IEnumerable<string> Reports(string members) => Of(Class(members)).Select(d => $"{d.Severity.ToString().ToLowerInvariant()} {d.Id}");

    private static string Class(string members) => Others + "public class C\n{\n" + Members + "\n" + members + "\n}\n";

    private static List<Diagnostic> Of(string source)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", "using System.Globalization; using System.IO;\n" + source));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        return AnalyzerRunner.Run(compilation).Where(r => r.Id.StartsWith("ASA0", StringComparison.Ordinal) && r.Severity >= DiagnosticSeverity.Info).ToList();
    }
}
