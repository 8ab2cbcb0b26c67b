using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The guard is held from the read to the write, and looks as if the author had written it.</summary>
public class GuardTests
{
    [Theory]
    [InlineData(
        "if ({R:_done:R}) return;\n        {S:await WorkAsync():S};\n        {W:_done = true:W};\n        Log();",
        "await _gate.WaitAsync();\n        try\n        {\n            if (_done) return;\n            await WorkAsync();\n            _done = true;\n        }\n        finally\n        {\n            _gate.Release();\n        }\n        Log();")]
    [InlineData(
        "Log();\n\n        // only once\n        if (!{R:_done:R})\n        {\n            {S:await WorkAsync():S};\n            {W:_done = true:W}; // now\n        }",
        "Log();\n\n        await _gate.WaitAsync();\n        try\n        {\n            // only once\n            if (!_done)\n            {\n                await WorkAsync();\n                _done = true; // now\n            }\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    [InlineData(
        "if (flag)\n            if (!{R:_done:R})\n            {\n                {S:await WorkAsync():S};\n                {W:_done = true:W};\n            }",
        "await _gate.WaitAsync();\n        try\n        {\n            if (flag)\n                if (!_done)\n                {\n                    await WorkAsync();\n                    _done = true;\n                }\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    [InlineData(
        "while (!{R:_done:R})\n        {\n            {S:await WorkAsync():S};\n            {W:_done = true:W};\n        }",
        "await _gate.WaitAsync();\n        try\n        {\n            while (!_done)\n            {\n                await WorkAsync();\n                _done = true;\n            }\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    [InlineData(
        "foreach (var i in new[] { 1, 2 })\n        {\n            Log();\n            if ({R:_done:R}) continue;\n            {S:await WorkAsync():S};\n            {W:_done = true:W};\n        }",
        "foreach (var i in new[] { 1, 2 })\n        {\n            Log();\n            await _gate.WaitAsync();\n            try\n            {\n                if (_done) continue;\n                await WorkAsync();\n                _done = true;\n            }\n            finally\n            {\n                _gate.Release();\n            }\n        }")]
    [InlineData(
        "var before = {R:_done:R};\n        var n = {S:await CountAsync():S};\n        {W:_done = before || n > 0:W};\n        Console.WriteLine(n);",
        "int n;\n        await _gate.WaitAsync();\n        try\n        {\n            var before = _done;\n            n = await CountAsync();\n            _done = before || n > 0;\n        }\n        finally\n        {\n            _gate.Release();\n        }\n        Console.WriteLine(n);")]
    [InlineData(
        "if ({R:_done:R}) return;\n        if (!int.TryParse(\"1\", out var n)) return;\n        {S:await WorkAsync():S};\n        {W:_done = true:W};\n        Console.WriteLine(n);",
        "int n;\n        await _gate.WaitAsync();\n        try\n        {\n            if (_done) return;\n            if (!int.TryParse(\"1\", out n)) return;\n            await WorkAsync();\n            _done = true;\n        }\n        finally\n        {\n            _gate.Release();\n        }\n        Console.WriteLine(n);")]
    [InlineData(
        "if ({R:_done:R}) return;\n        using var file = new MemoryStream();\n        {S:await WorkAsync():S};\n        {W:_done = true:W};\n        file.WriteByte(1);",
        "await _gate.WaitAsync();\n        try\n        {\n            if (_done) return;\n            using var file = new MemoryStream();\n            await WorkAsync();\n            _done = true;\n            file.WriteByte(1);\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    [InlineData(
        "switch (flag)\n        {\n            case true:\n                if ({R:_done:R}) break;\n                {S:await WorkAsync():S};\n                {W:_done = true:W};\n                break;\n        }",
        "switch (flag)\n        {\n            case true:\n                await _gate.WaitAsync();\n                try\n                {\n                    if (_done) break;\n                    await WorkAsync();\n                    _done = true;\n                }\n                finally\n                {\n                    _gate.Release();\n                }\n                break;\n        }")]
    public Task The_smallest_range_is_held(string before, string after) =>
        Shape.Becomes(Fixing.Guard, Job(before), Job(after).Replace("    private bool _done;", "    private readonly SemaphoreSlim _gate = new(1, 1);\n    private bool _done;"), member: "_done", with: Shape.Only(FixKinds.Guard));

    [Fact]
    public Task Token_and_configure_await_and_this_are_kept() => Shape.Becomes(Fixing.Guard,
        """
        public class Job
        {
            private bool done;

            public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
            {
                if ({R:this.done:R}) return;
                {S:await work(cancel).ConfigureAwait(false):S};
                {W:this.done = true:W};
            }
        }
        """,
        """
        public class Job
        {
            private readonly SemaphoreSlim gate = new(1, 1);
            private bool done;

            public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
            {
                await this.gate.WaitAsync(cancel).ConfigureAwait(false);
                try
                {
                    if (this.done) return;
                    await work(cancel).ConfigureAwait(false);
                    this.done = true;
                }
                finally
                {
                    this.gate.Release();
                }
            }
        }
        """, member: "done");

    /// <summary>The copy is made from what was measured before it: another run in between makes the two differ.</summary>
    [Fact]
    public Task What_was_measured_before_the_read_is_held_too() => Mended.Becomes("ASA0101", Fixing.Guard, Grower(
        "var grown = new int[_all.Length + 1];\n        _all.CopyTo(grown, 0);\n        grown[_all.Length] = await next();\n        _all = grown;", ""), Grower(
        "await _gate.WaitAsync();\n        try\n        {\n            var grown = new int[_all.Length + 1];\n            _all.CopyTo(grown, 0);\n            grown[_all.Length] = await next();\n            _all = grown;\n        }\n        finally\n        {\n            _gate.Release();\n        }", "    private readonly SemaphoreSlim _gate = new(1, 1);\n"));

    private static string Grower(string statements, string gate) => "using System;\nusing System.Threading;\nusing System.Threading.Tasks;\n\npublic sealed class C(Func<Task<int>> next)\n{\n" + gate + "    private int[] _all = [];\n\n    public int Count => _all.Length;\n\n    public async Task GrowAsync()\n    {\n        Console.WriteLine();\n        " + statements + "\n    }\n}\n";

    [Fact]
    public Task A_captured_local_gets_a_local_guard() => Shape.Becomes(Fixing.Guard,
        """
        public static class Shots
        {
            public static async Task TwiceAsync(Func<Task> charge)
            {
                var paid = false;

                Func<Task> pay = async () =>
                {
                    if ({R:paid:R}) return;
                    {S:await charge():S};
                    {W:paid = true:W};
                };
                await Task.WhenAll(pay(), pay());
            }
        }
        """,
        """
        public static class Shots
        {
            public static async Task TwiceAsync(Func<Task> charge)
            {
                var paid = false;
                var gate = new SemaphoreSlim(1, 1);

                Func<Task> pay = async () =>
                {
                    await gate.WaitAsync();
                    try
                    {
                        if (paid) return;
                        await charge();
                        paid = true;
                    }
                    finally
                    {
                        gate.Release();
                    }
                };
                await Task.WhenAll(pay(), pay());
            }
        }
        """, member: "paid");

    [Fact]
    public Task An_expression_body_becomes_a_block() => Shape.Becomes(Fixing.Guard,
        """
        public class Draft(Func<string, Task<string>> merge)
        {
            private string _text = "";

            public async Task<string> ApplyAsync() => {W:_text = {S:await merge({R:_text:R}):S}:W};
        }
        """,
        """
        public class Draft(Func<string, Task<string>> merge)
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private string _text = "";

            public async Task<string> ApplyAsync()
            {
                await _gate.WaitAsync();
                try
                {
                    return _text = await merge(_text);
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        """, member: "_text");

    [Fact]
    public Task A_using_is_added_where_it_is_missing() => Shape.Becomes(Fixing.Guard,
        """
        using System;
        using System.Threading.Tasks;

        namespace Sample
        {
            public class Job
            {
                private bool _done;

                public async Task RunAsync()
                {
                    if ({R:_done:R}) return;
                    {S:await Task.Yield():S};
                    {W:_done = true:W};
                }
            }
        }
        """,
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Sample
        {
            public class Job
            {
                private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
                private bool _done;

                public async Task RunAsync()
                {
                    await _gate.WaitAsync();
                    try
                    {
                        if (_done) return;
                        await Task.Yield();
                        _done = true;
                    }
                    finally
                    {
                        _gate.Release();
                    }
                }
            }
        }
        """, member: "_done", with: f => f with { GlobalUsings = false, Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task The_guard_of_the_same_state_is_taken_again() => Shape.Becomes(Fixing.Guard,
        """
        public class Account(Func<Task> work)
        {
            private readonly SemaphoreSlim _other = new(1, 1);
            private readonly SemaphoreSlim _lock = new(1, 1);
            private int _n;

            public async Task DepositAsync()
            {
                await _lock.WaitAsync();
                try { if (_n > 3) return; await work(); _n++; }
                finally { _lock.Release(); }
            }

            public async Task DrawAsync()
            {
                if ({R:_n:R} < 1) return;
                {S:await work():S};
                {W:_n--:W};
            }
        }
        """,
        """
        public class Account(Func<Task> work)
        {
            private readonly SemaphoreSlim _other = new(1, 1);
            private readonly SemaphoreSlim _lock = new(1, 1);
            private int _n;

            public async Task DepositAsync()
            {
                await _lock.WaitAsync();
                try { if (_n > 3) return; await work(); _n++; }
                finally { _lock.Release(); }
            }

            public async Task DrawAsync()
            {
                await _lock.WaitAsync();
                try
                {
                    if (_n < 1) return;
                    await work();
                    _n--;
                }
                finally
                {
                    _lock.Release();
                }
            }
        }
        """);

    [Fact]
    public async Task The_title_names_the_guard_and_asks_for_a_review()
    {
        var titles = await new Fixing { Source = Job("if ({R:_done:R}) return;\n{S:await WorkAsync():S};\n{W:_done = true:W};"), Member = "_done" }.TitlesAsync();
        Assert.Equal(["Guard with SemaphoreSlim '_gate' (review: callers wait for each other)"], titles);
    }

    private static string Job(string statements) => $$"""
        public class Job
        {
            private bool _done;

            public async Task RunAsync(bool flag)
            {
                {{statements}}
            }

            private static void Log() { }
            private static Task WorkAsync() => Task.CompletedTask;
            private static Task<int> CountAsync() => Task.FromResult(1);
        }

        """;
}
