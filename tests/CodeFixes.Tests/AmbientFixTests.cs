using AsyncStateAnalyzers.CodeFixes.Tests.Pages;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What the first fix makes of values that flow with the execution, from source to source; the reports are the analyzer's own.</summary>
public sealed class AmbientFixTests
{
    private const string User = "AsyncLocal<string> _u = new(); static Task<string> Load() => Task.FromResult(Environment.MachineName); ";
    private const string Fork = " public async Task Run() { _s.Value = new(); await Task.WhenAll(Work(1), Work(2)); } }\n";

    [Theory]
    [InlineData("async Task Init() { _u.Value = await Load(); } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "async Task<string> Init() { return await Load(); } public async Task Run() { _u.Value = await Init(); Console.WriteLine(_u.Value); }")]
    [InlineData("async Task Init() => _u.Value = await Load(); public async Task Run() { await Init().ConfigureAwait(false); Console.WriteLine(_u.Value); }", "async Task<string> Init() => await Load(); public async Task Run() { _u.Value = await Init().ConfigureAwait(false); Console.WriteLine(_u.Value); }")]
    [InlineData("private async ValueTask Init(bool b) { if (b) return; _u.Value = \"x\"; await Load(); } public async Task Run() { await Init(true); Console.WriteLine(_u.Value); }", "private async ValueTask<string> Init(bool b) { if (b) return _u.Value!; _u.Value = \"x\"; await Load(); return _u.Value!; } public async Task Run() { _u.Value = await Init(true); Console.WriteLine(_u.Value); }")]
    public async Task The_value_is_returned_and_set_in_the_caller(string before, string after) => Assert.Equal(Flat("public class C { " + User + after + " }\n"), Flat(await FirstFix.ApplyAsync("public class C { " + User + before + " }\n")));

    [Theory]
    [InlineData("public async Task Init() { _u.Value = await Load(); } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "others may call it")]
    [InlineData("async Task Init() { _u.Value = await Load(); } public async Task Run() { await Init(); Console.WriteLine(_u.Value); } public Task Other() => Init();", "others do call it")]
    [InlineData("async Task<int> Init() { _u.Value = await Load(); return 1; } public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "it has a result")]
    [InlineData("async Task Init() { Set(await Load()); } void Set(string v) => _u.Value = v; public async Task Run() { await Init(); Console.WriteLine(_u.Value); }", "a helper sets it")]
    [InlineData("async Task Init() { _u.Value = await Load(); } async Task Start() { await Init(); await Load(); } public async Task Run() { await Start(); Console.WriteLine(_u.Value); }", "the reader is further away")]
    public async Task Nothing_is_offered(string members, string because) => Assert.True(await FirstFix.ApplyAsync("public class C { " + User + members + " }\n") is null, because);

    [Theory]
    [InlineData("List<int>", "_s.Value.Add(x);", "_s.Value = [.. _s.Value!, x];")]
    [InlineData("HashSet<int>", "_s.Value.Add(x);", "_s.Value = new HashSet<int>(_s.Value!, _s.Value!.Comparer) { x };")]
    [InlineData("Dictionary<int, string>", "_s.Value[x] = \"a\";", "_s.Value = new Dictionary<int, string>(_s.Value!, _s.Value!.Comparer) { [x] = \"a\" };")]
    [InlineData("Dictionary<int, string>", "_s.Value.Add(x, \"a\");", "_s.Value = new Dictionary<int, string>(_s.Value!, _s.Value!.Comparer) { { x, \"a\" } };")]
    [InlineData("Context", "_s.Value.User = x;", "_s.Value = _s.Value! with { User = x };")]
    public async Task A_new_value_is_put_there(string type, string before, string after) => Assert.Equal(Flat(Forked(type, after)), Flat(await FirstFix.ApplyAsync(Forked(type, before))));

    [Theory]
    [InlineData("Stack<int>", "_s.Value.Push(x);", "no stack is made so")]
    [InlineData("List<int>", "_s.Value?.Add(x);", "there may be none")]
    [InlineData("Plain", "_s.Value.User = x;", "no copy can be made")]
    public async Task No_new_value_is_made(string type, string change, string because) => Assert.True(await FirstFix.ApplyAsync(Forked(type, change)) is null, because);

    [Fact]
    public async Task A_new_value_that_would_be_lost_is_not_put_there() => Assert.Null(await FirstFix.ApplyAsync("public class C { AsyncLocal<List<int>> _s = new(); async Task Work(int x) { await Task.Yield(); _s.Value.Add(x); }" + Fork));

    private static string Forked(string type, string change) =>
        "public record Context { public int User { get; set; } public int Count { get; set; } } public class Plain { public int User { get; set; } public int Count { get; set; } } public class C { AsyncLocal<" + type + "> _s = new(); async Task Work(int x) { await Task.Yield(); " + change + " Log(); } static void Log() { }" + Fork;

    /// <summary>Without the layout, which is tested elsewhere.</summary>
    private static string? Flat(string? source) => source is null ? null : string.Join(" ", source.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
