namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A flag that turns others away is set where it is tested, and taken back where the work fails.</summary>
public class ClaimFirstTests
{
    private const string Key = "ASA.ClaimFirst";

    [Theory]
    [InlineData(
        """
        if (_sent)
                    throw new InvalidOperationException();

                await work();
                _sent = true;
        """,
        """
        if (_sent)
                    throw new InvalidOperationException();
                _sent = true;

                try
                {
                    await work();
                }
                catch
                {
                    _sent = false;
                    throw;
                }
        """)]
    [InlineData(
        """
        lock (_lock)
                {
                    if (_sent)
                    {
                        throw new InvalidOperationException();
                    }
                }

                await work().ConfigureAwait(false);
                lock (_lock)
                {
                    _sent = true; // once
                }

                Log();
        """,
        """
        lock (_lock)
                {
                    if (_sent)
                    {
                        throw new InvalidOperationException();
                    }
                    _sent = true; // once
                }

                try
                {
                    await work().ConfigureAwait(false);
                }
                catch
                {
                    lock (_lock)
                    {
                        _sent = false;
                    }

                    throw;
                }

                Log();
        """)]
    [InlineData(
        """
        if (_closed || _sent) throw new InvalidOperationException();
                await work();

                // Done.
                _sent = true;
        """,
        """
        if (_closed || _sent) throw new InvalidOperationException();
                // Done.
                _sent = true;
                try
                {
                    await work();
                }
                catch
                {
                    _sent = false;
                    throw;
                }
        """)]
    public Task Who_comes_second_is_turned_away_at_once(string before, string after) => Mended.Becomes("ASA0102", Key, Class("", before), Class("", after));

    [Fact]
    public Task An_answer_says_it_as_well() => Mended.Becomes(
        "ASA0102",
        Key,
        Class("<bool>", "if (!_open)\n            return false;\n        await work();\n        _open = false;\n        return true;"),
        Class("<bool>", "if (!_open)\n            return false;\n        _open = false;\n        try\n        {\n            await work();\n        }\n        catch\n        {\n            _open = true;\n            throw;\n        }\n        return true;"));

    [Fact]
    public Task What_is_used_behind_the_work_is_declared_before_it() => Mended.Becomes(
        "ASA0102",
        Key,
        Class("<int>", "if (_sent)\n            throw new InvalidOperationException();\n        var answer = await ask();\n        _sent = true;\n        return answer;"),
        Class("<int>", "if (_sent)\n            throw new InvalidOperationException();\n        _sent = true;\n        int answer;\n        try\n        {\n            answer = await ask();\n        }\n        catch\n        {\n            _sent = false;\n            throw;\n        }\n        return answer;"));

    [Theory]
    [InlineData("if (_sent) return; await work(); _sent = true;")] // goes on as if it were done
    [InlineData("if (_sent) throw new InvalidOperationException(); if (await ask() == 0) return; _sent = true;")] // ends without having done it
    [InlineData("if (_sent) throw new InvalidOperationException(); Check(); await work(); _sent = true;")] // asks for the flag itself
    [InlineData("if (_sent) throw new InvalidOperationException(); using var held = Held(); await work(); _sent = true;")] // is held longer than the work
    [InlineData("if (_sent) throw new InvalidOperationException(); await work(); if (_closed) { _sent = true; }")] // is not always set
    [InlineData("if (!_sent) throw new InvalidOperationException(); await work(); _sent = true;")] // is set already
    public Task It_is_not_offered_where_it_says_something_else(string statements) => Mended.IsRefused("ASA0102", Key, Class("", statements));

    [Theory]
    [InlineData("private bool Sent { get; set; }", "public void Read() { if (!Sent) throw new InvalidOperationException(); }", false)] // means that it is done
    [InlineData("private bool Sent { get; set; }", "public async Task WaitAsync() { while (!Sent) await Task.Delay(1); }", false)]
    [InlineData("private bool _s; private bool Sent { get => _s; set { _s = value; Console.WriteLine(value); } }", "", false)] // tells others at once
    [InlineData("public bool Sent { get; private set; }", "public async Task DropAsync() { if (Sent) throw new InvalidOperationException(); await work(); Sent = true; }", true)]
    public async Task Nobody_takes_the_claim_for_the_work(string flag, string others, bool isOffered)
    {
        var source = Class("", "await Task.Yield();").Replace("public void Reset()", flag + others + " public Task TwiceAsync() => Task.WhenAll(SendOnceAsync(), SendOnceAsync()); public async Task SendOnceAsync() { if (Sent) throw new InvalidOperationException(); await work(); Sent = true; } public void Reset()", StringComparison.Ordinal);
        if (isOffered)
            Assert.Contains(Key, await Mended.OfferedAsync("ASA0102", source));
        else
            await Mended.IsRefused("ASA0102", Key, source);
    }

    private static string Class(string result, string statements) => $$"""
        using System;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        public sealed class Letter(Func<Task> work, Func<Task<int>> ask)
        {
            private readonly object _lock = new();
            private bool _sent;
            private bool _open = true;
            private bool _closed;

            public bool IsSent => _sent;

            public Task SendAllAsync() => Task.WhenAll(SendAsync(), SendAsync());

            public void Close() => _closed = true;

            public void Reset() => (_sent, _open) = (false, true);

            public async Task{{result}} SendAsync()
            {
                {{statements}}
            }

            private void Check()
            {
                if (_sent)
                    throw new InvalidOperationException();
            }

            private static Stream Held() => Stream.Null;

            private static void Log()
            {
            }
        }

        """.ReplaceLineEndings("\n");
}
