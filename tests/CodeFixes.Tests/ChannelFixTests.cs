using AsyncStateAnalyzers.CodeFixes.Tests.Pages;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What the first fix makes of the life of a channel, from source to source; the reports are the analyzer's own.</summary>
public sealed class ChannelFixTests
{
    [Fact]
    public async Task The_try_around_the_loop_gets_a_finally() => Assert.Equal(
        """
        try
        {
            while (await input.ReadLineAsync() is { } line)
                await _ch.Writer.WriteAsync(line);
        }
        catch (IOException)
        {
        }
        finally
        {
            _ch.Writer.Complete();
        }
        """, await Feed(
        """
        try
        {
            while (await input.ReadLineAsync() is { } line)
                await _ch.Writer.WriteAsync(line);
        }
        catch (IOException)
        {
        }
        """));

    [Fact]
    public async Task The_completion_moves_into_a_finally_with_the_exception() => Assert.Equal(
        """
        Console.WriteLine("begins");
        Exception? failure = null;
        try
        {
            // All of them.
            while (await input.ReadLineAsync() is { } line)
                await _ch.Writer.WriteAsync(line);
            Console.WriteLine("ends");
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            _ch.Writer.TryComplete(failure);
        }
        Console.WriteLine("done");
        """, await Feed(
        """
        Console.WriteLine("begins");
        // All of them.
        while (await input.ReadLineAsync() is { } line)
            await _ch.Writer.WriteAsync(line);
        Console.WriteLine("ends");
        _ch.Writer.TryComplete();
        Console.WriteLine("done");
        """));

    [Fact]
    public async Task Names_that_are_taken_are_not_used_again() => Assert.Contains("Exception? error = null;", await Feed(
        """
        var failure = 0;
        while (await input.ReadLineAsync() is { } line)
            await _ch.Writer.WriteAsync(line + failure);
        """), StringComparison.Ordinal);

    [Fact]
    public async Task The_marker_and_its_tests_go() => Assert.Equal(
        """
        await Task.WhenAll(Produce(ch.Writer), Consume(ch.Reader), Consume(ch.Reader));
        static async Task Produce(ChannelWriter<int> w)
        {
            await w.WriteAsync(1);
            w.Complete();
        }
        static async Task Consume(ChannelReader<int> r)
        {
            await foreach (var x in r.ReadAllAsync())
            {
                Console.WriteLine(x);
            }
        }
        """, await Body(
        """
        await Task.WhenAll(Produce(ch.Writer), Consume(ch.Reader), Consume(ch.Reader));
        static async Task Produce(ChannelWriter<int> w)
        {
            await w.WriteAsync(1);
            await w.WriteAsync(-1);
        }
        static async Task Consume(ChannelReader<int> r)
        {
            await foreach (var x in r.ReadAllAsync())
            {
                if (x == -1)
                    break;
                Console.WriteLine(x);
            }
        }
        """));

    [Fact]
    public async Task A_loop_that_does_something_before_the_test_is_left_alone() => Assert.Null(await Body(
        """
        await Task.WhenAll(Consume(ch.Reader), Consume(ch.Reader), Task.Run(() => { ch.Writer.TryWrite(-1); }));
        static async Task Consume(ChannelReader<int> r)
        {
            while (true)
            {
                var x = await r.ReadAsync();
                Console.WriteLine(x);
                if (x == -1)
                    break;
            }
        }
        """));

    [Theory]
    [InlineData("Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true })", "Channel.CreateUnbounded<int>()")]
    [InlineData("Channel.CreateUnbounded<int>(new() { SingleReader = true, SingleWriter = true })", "Channel.CreateUnbounded<int>(new() { SingleWriter = true })")]
    [InlineData("Channel.CreateUnbounded<int>(new() { SingleWriter = true, SingleReader = true })", "Channel.CreateUnbounded<int>(new() { SingleWriter = true })")]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(7) { SingleReader = true })", "Channel.CreateBounded<int>(7)")]
    public async Task The_promise_goes(string before, string after)
    {
        const string Rest = "; public Task Run() => Task.WhenAll(Work(), Work()); async Task Work() { await foreach (var x in _ch.Reader.ReadAllAsync()) Console.WriteLine(x); } public ChannelWriter<int> Writer => _ch.Writer; }\n";
        Assert.Equal(
            "using System.Threading.Channels; public class C { readonly Channel<int> _ch = " + after + Rest,
            await FirstFix.ApplyAsync("using System.Threading.Channels; public class C { readonly Channel<int> _ch = " + before + Rest));
    }

    [Fact]
    public async Task A_promise_that_is_a_statement_goes() => Assert.Equal(
        Promised("        o.SingleWriter = true;\n"),
        await FirstFix.ApplyAsync(Promised("        o.SingleReader = true;\n        o.SingleWriter = true;\n")));

    [Theory]
    [InlineData("public async Task Add(string s) { _ch.Writer.TryWrite(s); await Task.Yield(); }", "public async Task Add(string s) { await _ch.Writer.WriteAsync(s); await Task.Yield(); }")]
    [InlineData("public async Task Add(string s, CancellationToken stop) { _ = _ch.Writer.TryWrite(s); await Task.Yield(); }", "public async Task Add(string s, CancellationToken stop) { await _ch.Writer.WriteAsync(s, stop); await Task.Yield(); }")]
    [InlineData("public async Task Add(string s) { _ch.Writer.TryWrite(s); await Task.Yield(); await Task.Delay(1).ConfigureAwait(false); await Task.Delay(2).ConfigureAwait(false); }", "public async Task Add(string s) { await _ch.Writer.WriteAsync(s).ConfigureAwait(false); await Task.Yield(); await Task.Delay(1).ConfigureAwait(false); await Task.Delay(2).ConfigureAwait(false); }")]
    public async Task The_write_is_awaited(string before, string after) => Assert.Equal(Bounded(after), await FirstFix.ApplyAsync(Bounded(before)));

    [Fact]
    public async Task Where_nothing_can_be_awaited_the_answer_is_looked_at() => Assert.Contains(
        """
                if (!_ch.Writer.TryWrite(s))
                {
                    throw new InvalidOperationException("The message was refused.");
                }
        """,
        await FirstFix.ApplyAsync(Bounded("public void Add(string s)\n    {\n        _ch.Writer.TryWrite(s);\n    }")),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_write_comes_before_its_assertion() => Assert.Contains(
        "        var written = _ch.Writer.TryWrite(s);\n        System.Diagnostics.Debug.Assert(written);\n",
        await FirstFix.ApplyAsync(Bounded("public void Add(string s)\n    {\n        System.Diagnostics.Debug.Assert(_ch.Writer.TryWrite(s));\n    }")),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_function_without_statements_is_left_alone() => Assert.Null(await FirstFix.ApplyAsync(Bounded("public void Add(string s) => _ch.Writer.TryWrite(s);")));

    private static string Promised(string statements) =>
        "using System.Threading.Channels;\npublic class C\n{\n    readonly Channel<int> _ch;\n    public C()\n    {\n        var o = new UnboundedChannelOptions();\n" + statements + "        _ch = Channel.CreateUnbounded<int>(o);\n    }\n    public Task Run() => Task.WhenAll(Work(), Work());\n    async Task Work() { await foreach (var x in _ch.Reader.ReadAllAsync()) Console.WriteLine(x); }\n    public ChannelWriter<int> Writer => _ch.Writer;\n}\n";

    private static string Bounded(string member) => "using System.Threading.Channels;\npublic class C\n{\n    readonly Channel<string> _ch = Channel.CreateBounded<string>(10);\n    " + member + "\n}\n";

    private static Task<string?> Feed(string body) => Inside(
        "using System.Threading.Channels;\npublic class C\n{\n    readonly Channel<string> _ch = Channel.CreateUnbounded<string>();\n    public C(TextReader input) => _ = Task.Run(() => FeedAsync(input));\n    public ChannelReader<string> Reader => _ch.Reader;\n    private async Task FeedAsync(TextReader input)\n    {\n",
        body);

    private static Task<string?> Body(string body) => Inside("using System.Threading.Channels;\npublic class C\n{\n    public async Task M()\n    {\n        var ch = Channel.CreateUnbounded<int>();\n", body);

    private static async Task<string?> Inside(string head, string body)
    {
        var indented = string.Concat(body.ReplaceLineEndings("\n").Split('\n').Select(l => l.Length == 0 ? "\n" : "        " + l + "\n"));
        const string Tail = "    }\n}\n";
        var result = await FirstFix.ApplyAsync(head + indented + Tail);
        if (result is null)
            return null;
        Assert.StartsWith(head, result, StringComparison.Ordinal);
        return string.Join("\n", result[head.Length..^Tail.Length].TrimEnd('\n').Split('\n').Select(l => l.Length > 8 ? l[8..] : ""));
    }
}
