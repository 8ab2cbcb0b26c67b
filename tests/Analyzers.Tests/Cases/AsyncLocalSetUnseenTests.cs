using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>A value that an async function sets, and that its caller is to see.</summary>
public sealed class AsyncLocalSetUnseenTests
{
    private const string Load = " static async Task<string> Load() { await Task.Yield(); return Environment.MachineName; }";

    [Theory]
    [InlineData("async Task Init() { _u.Value = await Load(); } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "the last thing that is done")]
    [InlineData("async Task Init() { _u.Value = await Load(); await Load(); } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "something is done with it first")]
    [InlineData("async ValueTask Init() { _u.Value = \"x\"; await Task.Delay(1); } public async Task Run() { await Init().ConfigureAwait(false); Console.WriteLine(_u.Value); }", "a value task")]
    [InlineData("async Task Init() { Set(await Load()); } void Set(string v) => _u.Value = v; public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "a helper sets it")]
    [InlineData("async Task Init() { Set(await Load()); } void Set(string v) => Set2(v); void Set2(string v) { _u.Value = v; } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "two helpers")]
    [InlineData("async Task Init() { await Flow(await Load()); } Task Flow(string v) { _u.Value = v; return Task.CompletedTask; } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "it flows to the async function, and no further")]
    [InlineData("async Task Init() { _u.Value = await Load(); } Task Start() => Init(); public async Task Run() { await Start(); Console.WriteLine(_u.Value); }", "the task is passed on")]
    [InlineData("async Task Init() { _u.Value = await Load(); } async Task Start() { await Init(); await Load(); } public async Task Run() { await Start(); Console.WriteLine(_u.Value); }", "two calls deep")]
    [InlineData("async Task Init() { _u.Value = await Load(); } void Print() => Console.WriteLine(_u.Value); public async Task Run() { await Init(); Print(); }", "a helper reads it")]
    [InlineData("async Task Init() { _u.Value = await Load(); } async Task Print() { await Load(); Console.WriteLine(_u.Value); } public async Task Run() { await Init(); await Print(); }", "an async helper reads it")]
    [InlineData("string User { get => _u.Value; set => _u.Value = value; } async Task Init() { User = await Load(); } public async Task Run() { await Init(); Console.WriteLine(User); }", "a property stands for it")]
    [InlineData("async Task Init() { _u.Value ??= await Load(); } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "set if there is none")]
    [InlineData("async Task Init() { _u.Value = await Load(); } public void Run() { Init().Wait(); Console.WriteLine(_u.Value); }", "a thread waits")]
    [InlineData("async Task Init() { _u.Value = await Load(); } public async Task Run() { var t = Init(); await Load(); await t; Console.WriteLine(_u.Value); }", "the task is awaited later")]
    [InlineData("public static async Task Run() { var u = new AsyncLocal<string>(); async Task Init() { u.Value = await Load(); } await Init(); Console.WriteLine(u.Value); }", "a local")]
    [InlineData("async Task Init() { if (_u.Value == null) { _u.Value = await Load(); } else { Console.WriteLine(1); } } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "in a branch")]
    [InlineData("async Task Init() { _u.Value = await Load(); } public async Task Run() { Func<Task> f = async () => { await Init(); Console.WriteLine(_u.Value); }; await f(); }", "a lambda reads it")]
    public void TheCallerReadsWhatWasThereBefore(string members, string because)
    {
        var reports = Run(members);
        Assert.True(reports.Length == 1, because);
        Assert.Equal(DiagnosticSeverity.Warning, reports[0].Severity);
        Assert.Contains("' reads it after '", reports[0].GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Task Init() { _u.Value = \"x\"; return Task.CompletedTask; } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "a function that is not async sets it for its caller")]
    [InlineData("Task Init(string v) { _u.Value = v; return Load(); } public async Task Run() { await Init(await Load()); Console.WriteLine(_u.Value); }", "the same, and more is done")]
    [InlineData("async Task Init() { _u.Value = await Load(); await Use(); } async Task Use() { await Load(); Console.WriteLine(_u.Value); } public async Task Run() { await Init(); }", "what it calls reads it")]
    [InlineData("async Task Init() { _u.Value = await Load(); await Load(); } public async Task Run() { _u.Value = \"mine\"; await Init(); Console.WriteLine(_u.Value); }", "the caller has its own")]
    [InlineData("async Task Nested() { var old = _u.Value; _u.Value = await Load(); await Load(); _u.Value = old; } public async Task Run() { await Nested(); Console.WriteLine(_u.Value); }", "it is taken back")]
    [InlineData("async Task Nested() { _u.Value = await Load(); try { await Load(); } finally { _u.Value = null; } } public async Task Run() { await Nested(); Console.WriteLine(_u.Value); }", "it is taken back in a finally")]
    [InlineData("async Task Nested() { using (Push(await Load())) { await Load(); } } IDisposable Push(string v) { _u.Value = v; return null; } public async Task Run() { await Nested(); Console.WriteLine(_u.Value); }", "a scope")]
    [InlineData("public async Task Run(string u, Func<Task> next) { _u.Value = u; await next(); } public string Read() => _u.Value;", "what it is given may read it")]
    [InlineData("public async Task Run(string u, Action next) { _u.Value = u; await Load(); next(); } public string Read() => _u.Value;", "and so may this")]
    [InlineData("async Task Clear() { await Load(); _u.Value = null; } public async Task Run() { await Clear(); Console.WriteLine(_u.Value); }", "nothing is given")]
    [InlineData("public void Set(string v) => _u.Value = v; async Task Other() { _u.Value = await Load(); await Load(); } public async Task Run() { await Other(); Console.WriteLine(_u.Value); }", "the reader may mean what others have set")]
    [InlineData("async Task Init() { _u.Value = await Load(); await Load(); } public async Task Run() { await Init(); }", "nobody reads it")]
    [InlineData("async Task Init() { _u.Value = await Load(); await Load(); } public async Task Run() { if (_u.Value != null) { Console.WriteLine(1); } await Init(); }", "it is read before")]
    [InlineData("async Task Init() { _u.Value = await Load(); await Load(); } public async Task Run(bool b) { if (b) { await Init(); } else { Console.WriteLine(_u.Value); } }", "on the other branch")]
    [InlineData("async Task Init() { _u.Value = await Load(); await Load(); } public async Task Run(bool b) { if (b) { await Init(); return; } Console.WriteLine(_u.Value); }", "it has returned")]
    [InlineData("public async Task Run() { await Task.Run(async () => { _u.Value = await Load(); await Load(); }); Console.WriteLine(_u.Value); }", "a lambda shows that it is kept apart")]
    public void NothingIsLost(string members, string because) => Assert.True(Run(members).Length == 0, because);

    [Theory]
    [InlineData("public async Task SignIn() { _u.Value = await Load(); } public string User => _u.Value;", DiagnosticSeverity.Warning, "nothing comes after it")]
    [InlineData("public async Task SignIn() { _u.Value = \"x\"; await Task.Delay(1); } public string User => _u.Value;", DiagnosticSeverity.Info, "time passes")]
    [InlineData("public async Task SignIn(CultureInfo c) { await Load(); CultureInfo.CurrentCulture = c; CultureInfo.CurrentUICulture = c; }", DiagnosticSeverity.Warning, "the culture of the platform")]
    public void NobodyCanSeeIt(string members, DiagnosticSeverity severity, string because)
    {
        var reports = Run(members);
        Assert.True(reports.Length > 0, because);
        Assert.All(reports, r => Assert.Equal(severity, r.Severity));
        Assert.All(reports, r => Assert.Contains("' after that reads it", r.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("static readonly AsyncLocal<string> _w = new(e => Console.WriteLine(e.CurrentValue)); async Task Init() { _w.Value = await Load(); } public string User => _w.Value;", "somebody is told of it")]
    [InlineData("async Task Init() { _u.Value = await Load(); Log(); } static void Log() { } public string User => _u.Value;", "code of the program runs")]
    [InlineData("async Task Init() { _u.Value = await Load(); }", "nobody reads it at all")]
    [InlineData("async Task Run() { CultureInfo.CurrentCulture = new CultureInfo(await Load()); Console.WriteLine(1.5.ToString()); Log(); } static void Log() { }", "the culture is used")]
    [InlineData("async Task Run() { var before = CultureInfo.CurrentCulture; CultureInfo.CurrentCulture = new CultureInfo(await Load()); Log(); CultureInfo.CurrentCulture = before; } static void Log() { }", "the culture is put back")]
    [InlineData("public async Task Dispose() { await Load(); _u.Value = \"none\"; } public string User => _u.Value;", "it ends something")]
    [InlineData("public async Task Run() { foreach (var x in new[] { 1, 2 }) { Console.WriteLine(_u.Value); await Load(); _u.Value = x.ToString(); } } public string User => _u.Value;", "the next turn reads it")]
    [InlineData("public async Task Run() { using var s = Open(); _u.Value = await Load(); } IDisposable Open() => null; public string User => _u.Value;", "what is disposed may read it")]
    public void SomebodyMaySeeIt(string members, string because) => Assert.True(Run(members).Length == 0, because);

    [Fact]
    public void AStaticPropertyStandsForItInOtherTypes()
    {
        var reports = AnalyzerRunner.Run("""
            public static class Tenant { static readonly AsyncLocal<string> s_current = new(); public static string Current { get => s_current.Value; set => s_current.Value = value; } }
            public class Job
            {
                public async Task RunAsync() { await InitAsync(); Console.WriteLine(Tenant.Current); }
                async Task InitAsync() { await Task.Yield(); Tenant.Current = "a"; }
            }
            """).Where(r => r.Id == "ASA0403").ToArray();
        Assert.Equal("'Tenant.Current = \"a\"' sets the value for 'InitAsync' alone, because an async method gives its caller back the one from before: 'RunAsync' reads it after 'InitAsync()'", Assert.Single(reports).GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void WhatIsSetMayStandInAnotherFile()
    {
        var compilation = AnalyzerRunner.Compile(
            ("Tenant.cs", "using System.Threading; public static class Tenant { static readonly AsyncLocal<string> s_current = new(); public static void Use() => s_current.Value = Name; public static string Name => \"a\"; public static string Current => s_current.Value; }"),
            ("Job.cs", "using System; using System.Threading.Tasks; public class Job { public async Task RunAsync() { await InitAsync(); Console.WriteLine(Tenant.Current); } async Task InitAsync() { await Task.Yield(); Tenant.Use(); } }"));
        Assert.Equal("Job.cs", Assert.Single(AnalyzerRunner.Run(compilation).Where(r => r.Id == "ASA0403")).Location.SourceTree!.FilePath);
    }

    private const string Login = "public class Login(IUser user) { public async Task RunAsync() { await InAsync(); Console.WriteLine(user.Name); } async Task InAsync() { await Task.Yield(); user.Name = \"a\"; } }";

    private const string UserType = "public interface IUser { string Name { get; set; } } public class User : IUser { readonly AsyncLocal<string> _name = new(); public string Name { get => _name.Value; set => _name.Value = value; } } ";

    [Fact]
    public void APropertyOfAnObjectStandsForItInOtherTypes() => Assert.Single(AnalyzerRunner.Run(UserType + Login.Replace("IUser", "User", StringComparison.Ordinal)).Where(r => r.Id == "ASA0403"));

    [Fact]
    [KnownError("A property through which an AsyncLocal is set and read is not followed through an interface (ASA0403).")]
    public void KnownMissedAlarm_AnInterfaceBetween() => Assert.DoesNotContain(AnalyzerRunner.Run(UserType + Login), r => r.Id == "ASA0403");

    private static Diagnostic[] Run(string members) =>
        [.. AnalyzerRunner.Run("using System.Globalization; public class C { static readonly AsyncLocal<string> _u = new(); " + members + Load + " }").Where(r => r.Id == "ASA0403")];
}
