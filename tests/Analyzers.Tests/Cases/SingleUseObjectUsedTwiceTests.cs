using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Objects that serve one operation at a time and are given two.</summary>
public sealed class SingleUseObjectUsedTwiceTests
{
    private const string Library =
        """

        public class DbContext : IAsyncDisposable { public Task<int> SaveChangesAsync() => null!; public Task<T> FindAsync<T>(int id) => null!; public ValueTask DisposeAsync() => default; public Database Database => null!; }
        public class Database { public Task<int> ExecuteSqlAsync(string s) => null!; }
        public class DbSet<T> : Query<T> { public Task<T> FindAsync(int id) => null!; }
        public class Query<T> { public Query<T> Where(Func<T, bool> f) => this; }
        public static class Queries { public static Task<List<T>> ToListAsync<T>(this Query<T> q) => null!; public static Task<int> CountAsync<T>(this Query<T> q) => null!; }
        public class Shop : DbContext { public DbSet<string> Orders => null!; public DbSet<int> Users { get; set; } = null!; }
        public interface IFactory { Shop Create(); Task<Shop> CreateAsync(); }
        public class UserManager<T> { public Task<T> FindByIdAsync(string id) => null!; }
        """;

    private const string Registered = "public class Services { public void AddSingleton<T>() { } public void AddScoped<T>() { } } public static class Startup { public static void Go(Services s) { s.AddSingleton<Kept>(); s.AddScoped<Scoped>(); } }";

    [Theory]
    [InlineData("warning", "db", "public class Kept(Shop db) { public async Task A() => await db.SaveChangesAsync(); public async Task B() => await db.FindAsync<int>(1); }")]
    [InlineData("warning", "_db", "public class Kept { readonly Shop _db; public Kept(Shop db) { _db = db; } public async Task A() => await _db.SaveChangesAsync(); public async Task B() => await _db.Orders.CountAsync(); }")]
    [InlineData("warning", "db", "public class Kept(Shop db) { readonly SemaphoreSlim _g = new(1, 1); public async Task A() => await db.SaveChangesAsync(); public async Task B() { await _g.WaitAsync(); try { await db.FindAsync<int>(1); } finally { _g.Release(); } } }")]
    [InlineData("info", "_out", "public class Kept { readonly Stream _out = Stream.Null; public async Task A(byte[] b) => await _out.WriteAsync(b); public async Task B(byte[] b) => await _out.WriteAsync(b); }")]
    [InlineData("info", "s_db", "public class Plain { static readonly Shop s_db = new(); public async Task A() => await s_db.SaveChangesAsync(); public async Task B() => await s_db.FindAsync<int>(1); }")]
    [InlineData("info", "db", "public class Plain(Shop db) { readonly SemaphoreSlim _g = new(1, 1); public async Task A() => await db.SaveChangesAsync(); public async Task B() { await _g.WaitAsync(); try { await db.FindAsync<int>(1); } finally { _g.Release(); } } }")]
    public void Two_entries_of_a_shared_object_use_it(string severity, string name, string source)
    {
        var found = Assert.Single(AnalyzerRunner.Run(source.Replace("; public async Task B", ";\n public async Task B", StringComparison.Ordinal) + Registered + Library));
        Assert.Equal(("ASA0107", severity), (found.Id, found.Severity.ToString().ToLowerInvariant()));
        Assert.StartsWith($"'{name}' is used while 'B' can use it too (", found.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public class Scoped(Shop db) { public async Task A() => await db.SaveChangesAsync(); public async Task B() => await db.FindAsync<int>(1); }")]
    [InlineData("public class Plain(Shop db) { public async Task A() => await db.SaveChangesAsync(); public async Task B() => await db.FindAsync<int>(1); }")]
    [InlineData("public class Kept(Shop db) { public async Task StartAsync() => await db.SaveChangesAsync(); public async Task B() => await db.FindAsync<int>(1); }")]
    [InlineData("public class Kept(Shop db) { public async Task A() { await C(); await db.FindAsync<int>(1); } async Task C() => await db.SaveChangesAsync(); }")]
    [InlineData("public class Kept(Shop db) { public async Task A() => await db.SaveChangesAsync(); public async ValueTask DisposeAsync() { await db.SaveChangesAsync(); await db.DisposeAsync(); } }")]
    [InlineData("public class Kept(Shop db) { readonly SemaphoreSlim _g = new(1, 1); public async Task A() { await _g.WaitAsync(); try { await db.SaveChangesAsync(); } finally { _g.Release(); } } public async Task B() { await _g.WaitAsync(); try { await db.FindAsync<int>(1); } finally { _g.Release(); } } }")]
    [InlineData("public class Kept(IFactory f) { public async Task A() { await using var db = f.Create(); await db.SaveChangesAsync(); } public async Task B() { await using var db = f.Create(); await db.FindAsync<int>(1); } }")]
    [InlineData("public class Kept { readonly Stream _io = Stream.Null; public async Task A(byte[] b) => await _io.WriteAsync(b); public async Task B(byte[] b) => await _io.ReadAsync(b); }")]
    [InlineData("public class BackgroundService { protected virtual Task ExecuteAsync() => null!; } public class Kept(Shop db) : BackgroundService { protected override async Task ExecuteAsync() { while (true) { await db.SaveChangesAsync(); } } public async Task B() => await db.FindAsync<int>(1); }")]
    [InlineData("public class Scoped(Shop db) { readonly SemaphoreSlim _g = new(1, 1); public async Task A() => await db.SaveChangesAsync(); public async Task B() { await _g.WaitAsync(); try { await db.FindAsync<int>(1); } finally { _g.Release(); } } }")]
    [InlineData("public class Plain(Shop db) { readonly SemaphoreSlim _g = new(1, 1); public async Task A(bool held) { if (!held) await _g.WaitAsync(); try { await db.SaveChangesAsync(); } finally { if (!held) _g.Release(); } } public async Task B() { await _g.WaitAsync(); try { await db.FindAsync<int>(1); } finally { _g.Release(); } } }")]
    public void Nothing_shows_that_two_entries_meet(string source) => Assert.DoesNotContain(AnalyzerRunner.Run(source + Registered + Library), d => d.Id == "ASA0107");

    [Theory]
    [InlineData("public async Task Go() { var a = db.Orders.ToListAsync(); var b = db.Users.ToListAsync(); await Task.WhenAll(a, b); }")]
    [InlineData("public async Task Go() { await Task.WhenAll(db.Orders.ToListAsync(), db.Users.CountAsync()); }")]
    [InlineData("public Task Go() => Task.WhenAll(db.Orders.ToListAsync(), db.Users.CountAsync()); public async Task Save() => await db.SaveChangesAsync();")]
    [InlineData("public async Task Go() { var a = db.Orders.Where(o => o.Length > 3).ToListAsync(); var n = await db.SaveChangesAsync(); await a; }")]
    [InlineData("public async Task Go() { var q = db.Orders.Where(o => o.Length > 3); var a = q.CountAsync(); var b = q.ToListAsync(); await Task.WhenAll(a, b); }")]
    [InlineData("public async Task Go(int[] ids) { await Task.WhenAll(ids.Select(async i => await db.FindAsync<string>(i))); }")]
    [InlineData("public async Task Go(int[] ids) { await Task.WhenAll(ids.Select(i => db.FindAsync<string>(i))); }")]
    [InlineData("public async Task Go(int[] ids) { await Parallel.ForEachAsync(ids, async (i, _) => { await db.FindAsync<string>(i); }); }")]
    [InlineData("public async Task Go(int[] ids) { var all = new List<Task>(); foreach (var i in ids) all.Add(db.FindAsync<string>(i)); await Task.WhenAll(all); }")]
    [InlineData("public async Task Go(IFactory f, int[] ids) { await using var own = f.Create(); await Task.WhenAll(ids.Select(async i => await own.Orders.FindAsync(i))); }")]
    [InlineData("public async Task Go() { await Task.WhenAll(A(), B()); } async Task A() { await db.Orders.ToListAsync(); } async Task B() { await db.Users.ToListAsync(); }")]
    [InlineData("public async Task Go(int[] ids) { await Task.WhenAll(ids.Select(i => A(i))); } async Task A(int i) { await db.Orders.FindAsync(i); }")]
    [InlineData("public async Task Go(int[] ids) { await Task.WhenAll(ids.Select(A)); } async Task A(int i) { await db.Orders.FindAsync(i); }")]
    [InlineData("public async Task Go() { await Task.WhenAll(A(db), B(db)); } static async Task A(Shop s) { await s.Orders.ToListAsync(); } static async Task B(Shop s) { await s.Users.ToListAsync(); }")]
    [InlineData("public async Task Go() { _ = db.SaveChangesAsync(); await db.Users.ToListAsync(); }")]
    [InlineData("public async Task Go() { var save = db.SaveChangesAsync(); var n = await db.Database.ExecuteSqlAsync(\"\"); await save; }")]
    [InlineData("public async Task Go(Stream s, byte[] b) { var w = s.WriteAsync(b, 0, 1); await s.FlushAsync(); await w; }")]
    [InlineData("public async Task Go(Stream s, byte[] b) { await Task.WhenAll(s.WriteAsync(b, 0, 1), s.WriteAsync(b, 0, 1)); }")]
    [InlineData("public async Task Go(StreamWriter s, string[] all) { await Task.WhenAll(all.Select(async x => await s.WriteLineAsync(x))); }")]
    [InlineData("public async Task Go(System.Net.WebSockets.WebSocket s, byte[][] all) { await Task.WhenAll(all.Select(x => s.SendAsync(new ArraySegment<byte>(x), default, true, default))); }")]
    [InlineData("public async Task Go(UserManager<string> users) { var a = users.FindByIdAsync(\"a\"); var b = users.FindByIdAsync(\"b\"); await Task.WhenAll(a, b); }")]
    [InlineData("public async Task Go(System.Data.Common.DbCommand c) { await Task.WhenAll(c.ExecuteNonQueryAsync(), c.ExecuteNonQueryAsync()); }")]
    [InlineData("public void Go(Stream s, byte[][] all) { foreach (var b in all) Task.Run(() => s.WriteAsync(b, 0, 1)); }")]
    [InlineData("public async Task Go(Stream s, int[] ids) { await Parallel.ForEachAsync(ids, async (i, _) => { await Task.Run(async () => await s.FlushAsync()); }); }")]
    [InlineData("public async Task Go(Stream s, byte[][] all) { await Task.WhenAll(all.Select(b => Task.Run(async () => await s.WriteAsync(b, 0, 1)))); }")]
    [InlineData("readonly Stream _s = Stream.Null; public void Go(byte[][] all) { foreach (var b in all) { var s = _s; Task.Run(async () => await s.WriteAsync(b, 0, 1)); } }")]
    public void ASecondOperationBeginsTooEarly(string members) => Assert.Contains(Reports(members), r => r is { Id: "ASA0107", Severity: DiagnosticSeverity.Warning });

    [Theory]
    [InlineData("public async Task Go() { await db.Orders.ToListAsync(); await db.Users.ToListAsync(); }", "in turn")]
    [InlineData("public async Task Go() { var a = db.Orders.ToListAsync(); await a; var b = db.Users.ToListAsync(); await b; }", "in turn")]
    [InlineData("public async Task Go() { var a = db.Orders.ToListAsync(); var x = a.Result; var b = db.Users.ToListAsync(); await b; }", "waited for")]
    [InlineData("public async Task Go() { var a = db.Orders.ToListAsync(); a.Wait(); var b = db.Users.ToListAsync(); await b; }", "waited for")]
    [InlineData("public async Task Go() { var a = db.Orders.ToListAsync(); a.GetAwaiter().GetResult(); var b = db.Users.ToListAsync(); await b; }", "waited for")]
    [InlineData("public async Task Go(int[] ids) { foreach (var i in ids) await db.FindAsync<string>(i); }", "in turn")]
    [InlineData("public async Task Go(int[] ids) { foreach (var i in ids) { var t = db.FindAsync<string>(i); await t; } }", "in turn")]
    [InlineData("public async Task Go(IFactory f, int[] ids) { await Task.WhenAll(ids.Select(async i => { await using var own = f.Create(); await own.Orders.FindAsync(i); })); }", "each has its own")]
    [InlineData("public async Task Go(IFactory f, int[] ids) { await Parallel.ForEachAsync(ids, async (i, _) => { await using var own = await f.CreateAsync(); await own.SaveChangesAsync(); }); }", "each has its own")]
    [InlineData("public async Task Go(IFactory f) { await using var a = f.Create(); await using var b = f.Create(); await Task.WhenAll(a.SaveChangesAsync(), b.SaveChangesAsync()); }", "two objects")]
    [InlineData("public async Task Go(Stream[] all, byte[] b) { await Task.WhenAll(all.Select(s => s.WriteAsync(b, 0, 1))); }", "each has its own")]
    [InlineData("public async Task Go(Stream[] all, byte[] b) { var t = new List<Task>(); foreach (var s in all) t.Add(s.WriteAsync(b, 0, 1)); await Task.WhenAll(t); }", "each has its own")]
    [InlineData("public async Task Go(IFactory f, int[] ids) { var t = new List<Task>(); foreach (var i in ids) { var own = f.Create(); t.Add(own.FindAsync<string>(i)); } await Task.WhenAll(t); }", "each has its own")]
    [InlineData("public async Task Go(Dictionary<int, Stream> all, byte[] b) { await Task.WhenAll(all[0].WriteAsync(b, 0, 1), all[1].WriteAsync(b, 0, 1)); }", "elements")]
    [InlineData("public async Task Go(Stream s, byte[] b) { var r = s.ReadAsync(b, 0, 1); await s.WriteAsync(b, 0, 1); await r; }", "one reads, one writes")]
    [InlineData("public async Task Go(System.Net.WebSockets.WebSocket s, ArraySegment<byte> b) { var r = s.ReceiveAsync(b, default); await s.SendAsync(b, default, true, default); await r; }", "one sends, one receives")]
    [InlineData("public async Task Go(MemoryStream s, byte[] b) { await Task.WhenAll(s.WriteAsync(b, 0, 1), s.WriteAsync(b, 0, 1)); }", "done at once")]
    [InlineData("public async Task Go(Stream s, byte[] b, Task stop) { while (true) { var r = s.ReadAsync(b, 0, 1); if (await Task.WhenAny(r, stop) == stop) return; await r; } }", "waited for with a stop")]
    [InlineData("public async Task Go(Stream s, byte[][] all) { Task? last = null; foreach (var b in all) { if (last != null) await last; last = s.WriteAsync(b, 0, 1); } if (last != null) await last; }", "one ahead")]
    [InlineData("public async Task Go(Stream s, byte[][] all) { var last = Task.CompletedTask; foreach (var b in all) { await last; last = s.WriteAsync(b, 0, 1); } await last; }", "one ahead")]
    [InlineData("Task _last = Task.CompletedTask; public async Task Go(Stream s, byte[] b) { _last = s.WriteAsync(b, 0, 1); await _last; await s.FlushAsync(); }", "kept elsewhere")]
    [InlineData("public async Task Go(bool x) { var t = x ? db.Orders.ToListAsync() : db.Orders.Where(o => o.Length > 3).ToListAsync(); await t; await db.SaveChangesAsync(); }", "one or the other")]
    [InlineData("public Task<List<string>> A() => db.Orders.ToListAsync(); public async Task Go() { await A(); await db.Users.ToListAsync(); }", "in turn")]
    [InlineData("public async Task Go() { await A(); await B(); } async Task A() { await db.Orders.ToListAsync(); } async Task B() { await db.Users.ToListAsync(); }", "in turn")]
    [InlineData("readonly SemaphoreSlim _s = new(1, 1); public async Task Go(int[] ids) { await Task.WhenAll(ids.Select(async i => { await _s.WaitAsync(); try { await db.FindAsync<string>(i); } finally { _s.Release(); } })); }", "guarded")]
    [InlineData("readonly SemaphoreSlim _s = new(1, 1); public async Task Go() { await Task.WhenAll(A(), A()); } async Task A() { await _s.WaitAsync(); try { await db.Orders.ToListAsync(); } finally { _s.Release(); } }", "guarded")]
    [InlineData("public async Task Go(IFactory f, int[] ids) { foreach (var i in ids) await One(f); } async Task One(IFactory f) { using (var s = new StreamReader(\"a\")) { var t = s.ReadToEndAsync(); try { await Task.Delay(1); } catch (OperationCanceledException) { } await t; } }", "each call has its own")]
    [InlineData("public async Task Go() { await foreach (var x in db.Orders.UnknownAsync(3).ConfigureAwait(false)) { } await db.SaveChangesAsync(); }", "gone through in turn, although it does not bind")]
    [InlineData("public void Go(Subscriptions s) { s.Map(async (Stream o) => { await One(o); }); } static async Task One(Stream o) { await o.FlushAsync(); } public class Subscriptions { public void Map(Func<Stream, Task> f) { } }", "each run is given its own")]
    [InlineData("public async Task Go(HttpClient c) { await Task.WhenAll(c.GetAsync(\"a\"), c.GetAsync(\"b\")); }", "made for it")]
    [InlineData("public async Task Go() { await Task.WhenAll(Console.Out.WriteLineAsync(\"a\"), Console.Out.WriteLineAsync(\"b\")); }", "the console takes turns")]
    [InlineData("public async Task Go() { try { await db.SaveChangesAsync(); } catch (Exception) { await db.Users.ToListAsync(); } }", "in turn")]
    [InlineData("public async Task Go(IFactory f) { var one = f.Create(); var t = one.SaveChangesAsync(); one = f.Create(); await one.SaveChangesAsync(); await t; }", "another object")]
    [InlineData("public async Task Go(Func<Task> other) { var t = db.SaveChangesAsync(); await other(); await t; await db.Users.ToListAsync(); }", "one use beside other work")]
    [InlineData("public async Task Go(Stream a, Stream b) { await Task.WhenAll(a.CopyToAsync(b), b.CopyToAsync(a)); }", "a relay: each is read once")]
    [InlineData("public async Task Go(Stream s, byte[] b) { await Task.Run(() => s.WriteAsync(b, 0, 1)); }", "one task")]
    [InlineData("public void Go(Listener l) { l.Run(async c => { var s = Open(); var there = Task.Run(() => c.CopyToAsync(s)); var back = Task.Run(() => s.CopyToAsync(c)); await Task.WhenAll(there, back); }); } static Stream Open() => null!; public class Listener { public void Run(Func<Stream, Task> f) { } }", "each run of the handler has its own")]
    [InlineData("public async Task Go(string[] all) { var t = new List<Task>(); for (var i = 0; i < all.Length; i++) { var s = File.OpenRead(all[i]); t.Add(Task.Run(async () => await One(s))); } await Task.WhenAll(t); } async Task One(Stream s) { var left = 9; while (left > 0) left -= await s.ReadAsync(new byte[1], 0, 1); }", "each turn has its own")]
    [InlineData("public Task Go(IFactory f) => Each(f, s => s.SaveChangesAsync()); async Task Each(IFactory f, Func<Shop, Task<int>> get) { while (true) { try { await using var own = f.Create(); if (await get(own) == 0) return; await own.Users.ToListAsync(); } catch (Exception) { await Task.Delay(5); } } }", "each turn gives the delegate its own, and awaits it")]
    public void OneAtATime(string members, string because) => Assert.True(Reports(members).All(r => r.Id != "ASA0107"), because + ": " + string.Join(", ", Reports(members)));

    [Theory]
    [InlineData("public async Task Go() { var a = db.Orders.ToListAsync(); var b = db.Users.ToListAsync(); await Task.WhenAll(a, b); }", "'db' is used while 'db.Orders.ToListAsync()' is not awaited yet; a DbContext runs one operation at a time")]
    [InlineData("public async Task Go(int[] ids) { await Task.WhenAll(ids.Select(async i => await db.FindAsync<string>(i))); }", "'db' is used while several runs of it by 'Enumerable.Select' can overlap; a DbContext runs one operation at a time")]
    public void TheMessageNamesBoth(string members, string message) => Assert.Equal(message, Assert.Single(Reports(members), r => r.Id == "ASA0107").GetMessage());

    // A command runs on its connection, also where a helper makes it.
    [Theory]
    [InlineData("var a = db.CreateCommand(); var b = db.CreateCommand(); var t = a.ExecuteNonQueryAsync(); var u = b.ExecuteNonQueryAsync(); await Task.WhenAll(t, u);", true)]
    [InlineData("await Task.WhenAll(new[] { \"a\", \"b\" }.Select(async t => { await using var c = db.CreateCommand(); c.CommandText = t; await c.ExecuteNonQueryAsync(); }));", true)]
    [InlineData("await Task.WhenAll(new[] { \"a\", \"b\" }.Select(t => CountAsync(db, t)));", true)]
    [InlineData("var a = new Own.Command(\"a\", db); var b = new Own.Command(\"b\", db); var t = a.ExecuteNonQueryAsync(); await b.ExecuteNonQueryAsync(); await t;", true)]
    [InlineData("var a = db.CreateCommand(); var b = db.CreateCommand(); await a.ExecuteNonQueryAsync(); await b.ExecuteNonQueryAsync();", false)]
    [InlineData("foreach (var t in new[] { \"a\", \"b\" }) await CountAsync(db, t);", false)]
    [InlineData("await Task.WhenAll(new[] { \"a\", \"b\" }.Select(async t => { await using var own = Open(); await CountAsync(own, t); }));", false)]
    [InlineData("var other = Open(); var a = db.CreateCommand(); var b = other.CreateCommand(); await Task.WhenAll(a.ExecuteNonQueryAsync(), b.ExecuteNonQueryAsync());", false)]
    public void CommandsOfOneConnection(string body, bool reported) => Assert.Equal(
        reported,
        AnalyzerRunner.Run("using System.Data.Common; public class A { static DbConnection Open() => null!; static async Task<object?> CountAsync(DbConnection on, string t) { await using var c = on.CreateCommand(); c.CommandText = t; return await c.ExecuteScalarAsync(); } public async Task Go(DbConnection db) { " + body + " } } namespace Own { public class DbCommand { public Task<int> ExecuteNonQueryAsync() => null!; } public class Command(string text, DbConnection on) : DbCommand { public string Text => text; public DbConnection On => on; } }")
            .Any(r => r.Id == "ASA0107"));

    [Fact]
    [KnownError("Two tasks of `Task.Run` that use one parameter or local are not put together (ASA0107).")]
    public void KnownMissedAlarm_TwoTasksOfThePoolShareAParameter() => Assert.DoesNotContain(
        Reports("public async Task Go(Stream s, byte[] b) { await Task.WhenAll(Task.Run(async () => await s.WriteAsync(b, 0, 1)), Task.Run(async () => await s.WriteAsync(b, 0, 1))); }"),
        r => r.Id == "ASA0107");

    private static IEnumerable<Diagnostic> Reports(string members) => AnalyzerRunner.Run("public class A(Shop db) { public Shop Db => db; " + members + " }" + Library);

    // Work that is begun and left alone goes on beside what its starter does next, also through methods that both call.
    [Theory]
    [InlineData("readonly Stream _out = Stream.Null;", "_ = Task.Run(() => PingAsync()); while (true) await PutAsync(1);", true)]
    [InlineData("readonly Stream _out = Stream.Null;", "_ = PingAsync(); await PutAsync(1);", true)]
    [InlineData("Stream _out = Stream.Null;", "_out = Stream.Null; await PutAsync(0); _ = Task.Run(() => PingAsync()); await PutAsync(1);", true)]
    [InlineData("readonly Stream _out = Stream.Null;", "await Task.Run(() => PingAsync()); await PutAsync(1);", false)]
    [InlineData("readonly Stream _out = Stream.Null;", "await PutAsync(1); _ = Task.Run(() => PingAsync());", false)]
    [InlineData("Stream _out = Stream.Null;", "_ = Task.Run(() => PingAsync()); _out = Stream.Null; await PutAsync(1);", false)]
    public void WorkThatIsLeftAlone(string field, string body, bool reported) => Assert.Equal(
        reported,
        AnalyzerRunner.Run("public class C { " + field + " public async Task Go() { " + body + " } async Task PingAsync() { while (true) { await Task.Delay(9); await PutAsync(2); } } async Task PutAsync(byte b) { await _out.WriteAsync(new[] { b }); } }").Any(d => d.Id == "ASA0107" && d.Severity == DiagnosticSeverity.Warning));
}
