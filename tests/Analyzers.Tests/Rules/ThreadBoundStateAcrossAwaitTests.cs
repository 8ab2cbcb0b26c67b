using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>State of a thread that is used on both sides of a suspension (ASA0401).</summary>
public sealed class ThreadBoundStateAcrossAwaitTests
{
    private const string Members =
        """
        [ThreadStatic] private static string? t_user; [ThreadStatic] private static StringBuilder? t_text; [ThreadStatic] private static byte[]? t_buffer; [ThreadStatic] private static int t_depth;
        [ThreadStatic] private static bool t_inside; private readonly ThreadLocal<List<int>> _list = new(() => new()); private static readonly ThreadLocal<Random> s_random = new(() => new());
        private static Task F() => Task.Delay(1); private static void Use(object? o) => Console.WriteLine(o);
        """;

    private const string Others =
        """
        public static class Ctx
        {
            [ThreadStatic] private static string? t_user; public static string? User { get => t_user; set => t_user = value; }
            private static readonly ThreadLocal<string?> s_tenant = new(); public static string? Tenant { get => s_tenant.Value; set => s_tenant.Value = value; }
            private static readonly AsyncLocal<string?> s_flow = new(); public static string? Flow { get => s_flow.Value; set => s_flow.Value = value; }
            [field: ThreadStatic] public static string? Own { get; set; }
        }
        """;

    [Theory]
    [InlineData("public async Task M(string u) { t_user = u; await F(); Use(t_user); }")]
    [InlineData("public async Task M(string u) { t_user = u; await F(); Use(t_user ?? \"nobody\"); }")]
    [InlineData("public async Task M(string u) { t_user = u; await F(); Use(t_user ?? throw new InvalidOperationException()); }")]
    [InlineData("public async Task M(string u) { var old = t_user; t_user = u; try { await F(); } finally { t_user = old; } }")]
    [InlineData("public async Task M(string u) { t_user = u; try { await F(); } finally { t_user = null; } }")]
    [InlineData("public async Task M() { t_inside = true; await F(); t_inside = false; }")]
    [InlineData("public async Task M() { t_depth++; try { await F(); } finally { t_depth--; } }")]
    [InlineData("public async Task M() { t_text ??= new(); t_text.Append('x'); await F(); Use(t_text.ToString()); }")]
    [InlineData("public async Task M() { _list.Value!.Clear(); _list.Value!.Add(1); await F(); Use(_list.Value!.ToArray()); }")]
    [InlineData("public async Task M(string u) { if (u.Length > 0) t_user = u; await F(); Use(t_user); }")]
    [InlineData("public async Task M(IAsyncEnumerable<string> all, string u) { t_user = u; await foreach (var x in all) Use(t_user + x); }")]
    [InlineData("public async Task M(string u) { Set(u); await F(); Look(); } private static void Set(string u) => t_user = u; private static void Look() => Use(t_user);")]
    [InlineData("public async Task M(string u) { t_user = u; await Inner(); } private static async Task Inner() { await F(); Use(t_user); }")]
    [InlineData("public async Task M(string u) { Ctx.User = u; await F(); Use(Ctx.User); }")]
    [InlineData("public async Task M(string u) { Ctx.Tenant = u; await F(); Use(Ctx.Tenant); }")]
    [InlineData("public async Task M(string u) { Ctx.Own = u; await F(); Use(Ctx.Own); }")]
    [InlineData("public async Task M(string u) { Thread.SetData(Thread.GetNamedDataSlot(\"u\"), u); await F(); Use(Thread.GetData(Thread.GetNamedDataSlot(\"u\"))); }")]
    [InlineData("private static readonly LocalDataStoreSlot s_slot = Thread.AllocateDataSlot(); public async Task M(string u) { Thread.SetData(s_slot, u); await F(); Use(Thread.GetData(s_slot)); }")]
    [InlineData("public async Task M() { using var scope = new TransactionScope(); await F(); scope.Complete(); }")]
    [InlineData("public async Task M() { using (var scope = new TransactionScope(TransactionScopeOption.RequiresNew)) { await F(); scope.Complete(); } }")]
    [InlineData("public async Task M(SynchronizationContext c) { var old = SynchronizationContext.Current; SynchronizationContext.SetSynchronizationContext(c); try { await F().ConfigureAwait(false); } finally { SynchronizationContext.SetSynchronizationContext(old); } }")]
    [InlineData("public async Task M(string n) { var old = Thread.CurrentThread.Name; Thread.CurrentThread.Name = n; await F(); Thread.CurrentThread.Name = old; }")]
    [InlineData("public async Task M() { var id = Environment.CurrentManagedThreadId; await F(); if (id != Environment.CurrentManagedThreadId) throw new InvalidOperationException(); }")]
    [InlineData("public async Task M() { var before = Thread.CurrentThread.ManagedThreadId; await F(); var after = Thread.CurrentThread.ManagedThreadId; if (before != after) { Use(after); throw new InvalidOperationException(); } }")]
    public void Set_before_and_used_after_is_a_warning(string members) => Assert.Equal(["warning"], Reports(members));

    [Theory]
    [InlineData("public async Task M(Stream s) { var b = t_buffer ??= new byte[10]; await s.ReadExactlyAsync(b); Use(b[0]); }")]
    [InlineData("public async Task M(Stream s) { var b = t_buffer; if (b == null) { b = new byte[10]; t_buffer = b; } await s.ReadExactlyAsync(b); Use(b[0]); }")]
    [InlineData("public async Task M(Stream s, Stream to) { var b = t_buffer ??= new byte[10]; var n = 0; while ((n = await s.ReadAsync(b, 0, b.Length)) > 0) await to.WriteAsync(b, 0, n); }")]
    [InlineData("public async Task M() { var list = _list.Value!; list.Clear(); await F(); list.Add(1); }")]
    [InlineData("public async Task M() { var random = s_random.Value!; await F(); Use(random.Next()); }")]
    [InlineData("public async Task M() { var text = t_text ??= new(); text.Append(1); await F(); Use(text.ToString()); }")]
    public void An_object_of_the_thread_kept_in_a_local_is_a_warning(string members) => Assert.Equal(["warning"], Reports(members));

    // What is read there is thrown away; only others on the thread may suffer.
    [Theory]
    [InlineData("public async Task M(Stream s) { var b = t_buffer ??= new byte[10]; var n = 0; while (n < b.Length) n += await s.ReadAsync(b, n, b.Length - n); }")]
    [InlineData("public async Task M(Stream s) { var b = t_buffer ??= new byte[10]; await F(); while (await s.ReadAsync(b.AsMemory(1)) > 0) { } }")]
    public void A_buffer_of_the_thread_that_is_only_filled_is_a_suggestion(string members) => Assert.Equal(["info"], Reports(members));

    [Theory]
    [InlineData("public async Task M(string u) { await F(); t_user = u; Use(t_user); t_user = null; await F(); }", "a synchronous stretch")]
    [InlineData("public async Task M(string u) { await F(); t_user = u; try { Use(t_user); } finally { t_user = null; } await F(); }", "a synchronous stretch with finally")]
    [InlineData("public async Task M(string[] us) { foreach (var u in us) { t_user = u; Use(t_user); await F(); } }", "set again in each turn")]
    [InlineData("public async Task M(string u) { t_user = u; await F(); t_user = u; Use(t_user); }", "set again behind")]
    [InlineData("public async Task M() { var text = t_text ??= new(); text.Clear(); text.Append('a'); var s = text.ToString(); await F(); Use(s); }", "used up before")]
    [InlineData("public async Task M() { var text = t_text ??= new(); text.Append('a'); await F(); text = t_text ??= new(); text.Clear(); Use(text); }", "taken out again")]
    [InlineData("public async Task M() { t_text ??= new(); t_text.Clear(); t_text.Append('a'); Use(t_text.ToString()); await F(); t_text ??= new(); t_text.Clear(); t_text.Append('b'); }", "made where it is missing, and emptied")]
    [InlineData("public async Task M() { _list.Value!.Add(1); await F(); _list.Value!.Clear(); _list.Value!.Add(2); }", "emptied behind")]
    [InlineData("public async Task M() { var text = t_text ?? new(); t_text = null; text.Append(1); await F(); text.Append(2); t_text = text; }", "taken out for itself")]
    [InlineData("public async Task M() { var user = t_user; await F(); Use(user); }", "the value is kept in a local")]
    [InlineData("public async Task M() { await F(); Use(t_user); }", "whatever the thread says now")]
    [InlineData("public async Task M() { t_depth++; await F(); t_depth++; }", "a count of the thread")]
    [InlineData("public async Task M(string u) { Ctx.Flow = u; await F(); Use(Ctx.Flow); }", "flows with the execution")]
    [InlineData("public async Task M(CultureInfo c) { var old = CultureInfo.CurrentCulture; CultureInfo.CurrentCulture = c; try { await F(); } finally { CultureInfo.CurrentCulture = old; } }", "culture flows")]
    [InlineData("public async Task M(CultureInfo c) { Thread.CurrentThread.CurrentCulture = c; await F(); Use(Thread.CurrentThread.CurrentCulture); }", "culture flows")]
    [InlineData("public async Task M(System.Security.Principal.IPrincipal p) { Thread.CurrentPrincipal = p; await F(); Use(Thread.CurrentPrincipal); }", "the principal flows")]
    [InlineData("public async Task M() { using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); await F(); scope.Complete(); }", "made to flow")]
    [InlineData("public async Task M() { using (var scope = new TransactionScope()) { Use(1); scope.Complete(); } await F(); }", "ends before")]
    [InlineData("public async Task M(string u) { Thread.SetData(Thread.GetNamedDataSlot(\"u\"), u); await F(); Use(Thread.GetData(Thread.GetNamedDataSlot(\"v\"))); }", "another slot")]
    [InlineData("public void M(string u) { t_user = u; F().Wait(); Use(t_user); }", "the thread stays")]
    [InlineData("public async Task M() { Use(s_random.Value!.Next()); await F(); Use(s_random.Value!.Next()); }", "asked anew each time")]
    [InlineData("public async Task M() { var id = Environment.CurrentManagedThreadId; await F(); Use(id + \" then \" + Environment.CurrentManagedThreadId); }", "written to a log")]
    [InlineData("public async Task M() { await F(); var id = Environment.CurrentManagedThreadId; Use(1); if (id != Environment.CurrentManagedThreadId) throw new InvalidOperationException(); }", "nothing waits in between")]
    [InlineData("private int _owner; public C() { var t = new Thread(() => { _owner = Environment.CurrentManagedThreadId; }); t.Start(); } public async Task M() { if (_owner != Environment.CurrentManagedThreadId) Use(1); await F(); }", "a thread of its own")]
    [InlineData("public async Task M(Thread t, string n) { t.Name = n; await F(); Use(t.Name); }", "another thread")]
    [InlineData("private static Task Start(string u) { var old = t_user; t_user = u; try { return F(); } finally { t_user = old; } } public async Task M(string[] us) { foreach (var u in us) await Start(u); }", "put back before the wait, in each turn")]
    public void What_does_not_leave_the_thread_is_silent(string members, string because) => Assert.True(!Reports(members).Any(), because + ": " + string.Join(", ", Diagnostics(members).Select(d => d.GetMessage())));

    private const string Visits = "[ThreadStatic] private static string? t_visit; private readonly ThreadLocal<string?> _visit = new(() => null); public static void Begin(string visit) => t_visit = visit; public C With(string visit) { _visit.Value = visit; return this; } ";

    [Theory]
    [InlineData(Visits + "public async Task M() { if (t_visit != null) await F(); Use(t_visit); }", true, "a field")]
    [InlineData(Visits + "public async Task M() { Use(_visit.Value); await F(); Use(_visit.Value); }", true, "an object with a value")]
    [InlineData(Visits + "public async Task M() { var a = await Ask(); var b = Look(); Use(a + b); } private async Task<string?> Ask() { if (_visit.Value == null) return null; await F(); return \"a\"; } private string? Look() => _visit.Value != null ? _visit.Value : null;", true, "in helpers")]
    [InlineData("[ThreadStatic] private static string? t_visit; public static string? Visit { get => t_visit; set => t_visit = value; } public static async Task M() { Use(t_visit); await F(); Use(t_visit); }", true, "set by a property")]
    [InlineData(Visits + "public async Task M(string visit) { Use(t_visit); await F(); t_visit = visit; Use(t_visit); }", false, "set again behind the wait")]
    [InlineData(Visits + "public async Task M() { var visit = t_visit; await F(); Use(visit); }", false, "looked at once")]
    [InlineData(Visits + "public async Task M() { await F(); Use(t_visit); Use(t_visit); }", false, "looked at on one side only")]
    [InlineData("[ThreadStatic] private static string? t_name; private static string Name => t_name ??= Environment.MachineName; public async Task M() { Use(Name); await F(); Use(Name); }", false, "made where it is missing, on each thread")]
    [InlineData("[ThreadStatic] private static Random? t_dice; public static void Seed(Random dice) => t_dice = dice; private static Random Dice() { if (t_dice == null) t_dice = new(); return t_dice; } public async Task M() { Use(Dice().Next()); await F(); Use(Dice().Next()); }", false, "given or made")]
    public void What_the_thread_was_told_is_not_known_to_the_next(string members, bool reported, string because) => Assert.True(Reports(members).SequenceEqual(reported ? ["warning"] : []), because + ": " + string.Join(", ", Diagnostics(members).Select(d => d.GetMessage())));

    [Theory]
    [InlineData("public async Task M() { var id = Environment.CurrentManagedThreadId; await F(); if (id == Environment.CurrentManagedThreadId) Use(1); }")]
    [InlineData("private int _owner; public bool Is() => _owner == Environment.CurrentManagedThreadId; public async Task Enter() { await F(); _owner = Environment.CurrentManagedThreadId; }")]
    public void The_number_of_a_thread_for_an_execution_is_a_suggestion(string members) => Assert.Equal(["info"], Reports(members));

    [Fact]
    public void The_message_names_what_keeps_the_number_of_the_thread() => Assert.Equal(
        "'_owner' belongs to the thread, and is compared in 'IsInside': 'EnterAsync' is async, and what waits for it may go on on another thread, while other code runs on this one",
        Assert.Single(Diagnostics("private int _owner; public bool IsInside() => _owner == Environment.CurrentManagedThreadId; public async Task EnterAsync() { await F(); _owner = Environment.CurrentManagedThreadId; }")).GetMessage());

    [Fact]
    public void Code_that_comes_back_to_its_thread_gets_a_suggestion() => Assert.Equal(["info"], Of("public class MainViewModel {" + Members + "public async Task M(string u) { t_user = u; await F(); Use(t_user); } }").Select(Severity));

    [Fact]
    public void Code_that_leaves_its_thread_on_purpose_gets_a_warning() => Assert.Equal(["warning"], Of("public class MainViewModel {" + Members + "public async Task M(string u) { t_user = u; await F().ConfigureAwait(false); Use(t_user); } }").Select(Severity));

    [Fact]
    public void What_the_host_sets_is_lost_where_its_context_is_left() => Assert.Equal(["warning"], Of(Web + "public class C {" + Members + "public async Task M() { Use(System.Web.HttpContext.Current); await F().ConfigureAwait(false); Use(System.Web.HttpContext.Current); } }").Select(Severity));

    [Fact]
    public void What_the_host_sets_is_there_where_its_context_is_kept() => Assert.Empty(Of(Web + "public class C {" + Members + "public async Task M() { await F(); Use(System.Web.HttpContext.Current); } }"));

    [Fact]
    public void The_message_names_the_slot_and_the_wait() => Assert.Equal(
        "'t_user' belongs to the thread, and is set before and read after 'await F()': the code may go on on another thread, which has another value",
        Assert.Single(Diagnostics("public async Task M(string u) { t_user = u; await F(); Use(t_user); }")).GetMessage());

    [Fact]
    public void Slots_of_the_platform_are_named_with_their_type() => Assert.Equal(
        "'Transaction.Current' belongs to the thread, and the block that sets it begins before and ends after 'await F()': it has to end on the thread on which it began, unless it is made with the option to flow",
        Assert.Single(Diagnostics("public async Task M() { using var scope = new TransactionScope(); await F(); scope.Complete(); }")).GetMessage());

    [Fact]
    [KnownError("An object of the thread that is emptied at the end only, and not where an exception comes before, is not looked at (ASA0401).")]
    public void KnownMissedAlarm_AnObjectThatStaysFilledAfterAnException() => Assert.Empty(Reports("public int M(IEnumerable<int> all, Func<List<int>, int> write) { var list = _list.Value!; list.AddRange(all); var n = write(list); list.Clear(); return n; }"));

    [Fact]
    [KnownError("A buffer of the thread that a helper fills, whose parameter the helper hands on after a wait, is only seen where the caller uses it again (ASA0401).")]
    public void KnownMissedAlarm_AnObjectThatAHelperHandsOnAfterAWait() => Assert.Empty(Reports("public async Task M(Stream s) { var b = t_buffer ??= new byte[10]; await Fill(s, b); } private static async Task Fill(Stream s, byte[] b) { await F(); await s.ReadExactlyAsync(b); }"));

    private const string Web = "namespace System.Web { public class HttpContext { public static HttpContext? Current { get; set; } } }\n";

    private static IEnumerable<string> Reports(string members) => Diagnostics(members).Select(Severity);

    private static string Severity(Diagnostic diagnostic) => diagnostic.Severity.ToString().ToLowerInvariant();

    private static List<Diagnostic> Diagnostics(string members) => Of(Others + "public class C\n{\n" + Members + "\n" + members + "\n}\n");

    private static List<Diagnostic> Of(string source)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", "using System.Globalization; using System.IO; using System.Text; using System.Transactions;\n" + source));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        return AnalyzerRunner.Run(compilation).Where(r => r.Id.StartsWith("ASA0", StringComparison.Ordinal) && r.Severity >= DiagnosticSeverity.Info).ToList();
    }
}
