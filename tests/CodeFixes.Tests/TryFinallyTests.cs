namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A guard is given back in a <c>finally</c>: once, on every way, and not later than before.</summary>
public class TryFinallyTests
{
    [Fact]
    public Task What_is_used_behind_is_declared_before() => Becomes(
        """
        Log();

        // one at a time
        await _gate.WaitAsync();

        // the newest
        var x = await LoadAsync();
        _n += x;

        // done
        _gate.Release();

        Log();
        Console.WriteLine(x);
        """,
        """
        Log();

        int x;
        // one at a time
        await _gate.WaitAsync();
        try
        {
            // the newest
            x = await LoadAsync();
            _n += x;
        }
        finally
        {
            // done
            _gate.Release();
        }

        Log();
        Console.WriteLine(x);
        """);

    [Fact]
    public Task A_result_that_is_returned_at_once_is_returned_inside() => Becomes(
        """
        await _gate.WaitAsync().ConfigureAwait(false);
        var x = await LoadAsync().ConfigureAwait(false);
        _n += x;
        _gate.Release();
        return x;
        """,
        """
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var x = await LoadAsync().ConfigureAwait(false);
            _n += x;
            return x;
        }
        finally
        {
            _gate.Release();
        }
        """, "Task<int>");

    [Fact]
    public Task Early_returns_need_no_release_of_their_own() => Becomes(
        """
        await _gate.WaitAsync();
        if (_n > 3)
            return 1;
        if (_n > 2)
        {
            _gate.Release();
            return 2; // enough
        }

        _n++;
        _gate.Release();
        return 0;
        """,
        """
        await _gate.WaitAsync();
        try
        {
            if (_n > 3)
                return 1;
            if (_n > 2)
            {
                return 2; // enough
            }

            _n++;
        }
        finally
        {
            _gate.Release();
        }
        return 0;
        """, "Task<int>");

    [Fact]
    public Task A_try_that_begins_too_late_begins_earlier() => Becomes(
        """
        await _gate.WaitAsync();
        var x = await LoadAsync();
        try
        {
            _n += x;
        }
        finally
        {
            _gate.Release();
        }
        """,
        """
        await _gate.WaitAsync();
        try
        {
            var x = await LoadAsync();
            _n += x;
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_try_with_handlers_goes_inside() => Becomes(
        """
        await _gate.WaitAsync();
        var x = await LoadAsync();
        try
        {
            _n += x;
        }
        catch (OverflowException)
        {
            _n = 0;
        }
        finally
        {
            _gate.Release();
        }
        """,
        """
        await _gate.WaitAsync();
        try
        {
            var x = await LoadAsync();
            try
            {
                _n += x;
            }
            catch (OverflowException)
            {
                _n = 0;
            }
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_handler_that_only_gave_it_back_goes() => Becomes(
        """
        await _gate.WaitAsync();
        try
        {
            if (_n > 3) return;
            _n = await LoadAsync();
            _gate.Release();
        }
        catch
        {
            _gate.Release();
            throw;
        }
        """,
        """
        await _gate.WaitAsync();
        try
        {
            if (_n > 3) return;
            _n = await LoadAsync();
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Theory]
    [InlineData("if (!await _gate.WaitAsync(1000)) return;")]
    [InlineData("var taken = await _gate.WaitAsync(1000);\nif (!taken) return;")]
    [InlineData("_gate.Wait();")]
    [InlineData("Monitor.Enter(_gate);")]
    public Task It_is_taken_in_many_ways(string take)
    {
        var give = take.StartsWith("Monitor", StringComparison.Ordinal) ? "Monitor.Exit(_gate);" : "_gate.Release();";
        var load = take.StartsWith("Monitor", StringComparison.Ordinal) ? "LoadAsync().Wait();" : "_n = await LoadAsync();";
        return Becomes($"{take}\n{load}\n{give}", $"{take}\ntry\n{{\n    {load}\n}}\nfinally\n{{\n    {give}\n}}");
    }

    [Fact]
    public Task A_branch_holds_what_its_condition_takes() => Becomes(
        """
        if (await _gate.WaitAsync(0))
        {
            _n = await LoadAsync();
            _gate.Release();
        }
        """,
        """
        if (await _gate.WaitAsync(0))
        {
            try
            {
                _n = await LoadAsync();
            }
            finally
            {
                _gate.Release();
            }
        }
        """);

    [Fact]
    public Task A_guard_that_need_not_be_there() => Mended.Becomes("ASA0201", Mended.TryFinally,
        """
        public class C
        {
            private int _n;

            public async Task RunAsync(SemaphoreSlim? gate, Func<Task<int>> load)
            {
                if (gate != null)
                    await gate.WaitAsync();

                _n = await load();

                gate?.Release();
            }
        }
        """,
        """
        public class C
        {
            private int _n;

            public async Task RunAsync(SemaphoreSlim? gate, Func<Task<int>> load)
            {
                if (gate != null)
                    await gate.WaitAsync();
                try
                {
                    _n = await load();
                }
                finally
                {
                    gate?.Release();
                }
            }
        }
        """);

    [Fact]
    public Task A_loop_is_left_or_goes_on() => Becomes(
        """
        foreach (var i in new[] { 1, 2 })
        {
            await _gate.WaitAsync();
            if (i == _n)
            {
                _gate.Release();
                continue;
            }
            if (i > 7) return;
            _n = await LoadAsync();
            _gate.Release();
        }
        """,
        """
        foreach (var i in new[] { 1, 2 })
        {
            await _gate.WaitAsync();
            try
            {
                if (i == _n)
                {
                    continue;
                }
                if (i > 7) return;
                _n = await LoadAsync();
            }
            finally
            {
                _gate.Release();
            }
        }
        """);

    [Fact]
    public Task All_of_a_document() => Mended.AllBecome("ASA0201", Mended.TryFinally,
        Two("{\n        await _gate.WaitAsync();\n        _n = await load();\n        _gate.Release();\n    }"),
        Two("{\n        await _gate.WaitAsync();\n        try\n        {\n            _n = await load();\n        }\n        finally\n        {\n            _gate.Release();\n        }\n    }"));

    [Theory]
    [InlineData("async Task", "await _gate.WaitAsync(); if (_n > 7) return; if (_n > 2) { _gate.Release(); await LoadAsync(); return; } _n = await LoadAsync(); _gate.Release();")]
    [InlineData("async Task", "await _gate.WaitAsync(); if (_n > 7) return; if (_n > 2) { _gate.Release(); Changed?.Invoke(); return; } _n = await LoadAsync(); _gate.Release();")]
    [InlineData("async Task", "await _gate.WaitAsync(); if (_n > 7) return; if (_n > 2) { _gate.Release(); OnDone(); return; } _n = await LoadAsync(); _gate.Release();")]
    [InlineData("async Task", "await _gate.WaitAsync(); while (true) { if (_n > 2) { _gate.Release(); break; } _n = await LoadAsync(); }")]
    [InlineData("async Task", "await _gate.WaitAsync(); _n = await LoadAsync(); if (_n > 2) _gate.Release(); else _gate.Release();")]
    [InlineData("Task", "_gate.Wait(); var t = LoadAsync(); _gate.Release(); return t;")]
    [InlineData("Task<int>", "_gate.Wait(); if (_n > 2) { _gate.Release(); return LoadAsync(); } Log(); _n = LoadAsync().Result; _gate.Release(); return Task.FromResult(1);")]
    public Task Not_where_it_would_be_held_longer_or_given_back_too_early(string type, string statements) =>
        Mended.IsRefused("ASA0201", Mended.TryFinally, Class(statements).Replace("async Task RunAsync", type + " RunAsync", StringComparison.Ordinal));

    private static Task Becomes(string before, string after, string type = "Task") =>
        Mended.Becomes("ASA0201", Mended.TryFinally, Class(before, type), Class(after, type));

    private static string Two(string body) =>
        $"public class C\n{{\n    private readonly SemaphoreSlim _gate = new(1, 1);\n    private int _n;\n\n    public async Task OneAsync(Func<Task<int>> load)\n    {body}\n\n    public async Task OtherAsync(Func<Task<int>> load)\n    {body}\n}}\n";

    private static string Class(string statements, string type = "Task") => $$"""
        public class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private int _n;

            public event Action? Changed;

            public async {{type}} RunAsync()
            {
                {{statements.ReplaceLineEndings("\n").Replace("\n", "\n        ", StringComparison.Ordinal).Replace("\n        \n", "\n\n", StringComparison.Ordinal)}}
            }

            protected virtual void OnDone() { }

            private Task<int> LoadAsync() => Task.FromResult(++_n);
            private static void Log() { }
            public void Raise() => Changed?.Invoke();
        }

        """;
}
