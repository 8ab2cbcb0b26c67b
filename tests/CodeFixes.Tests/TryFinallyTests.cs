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
    [InlineData("async Task", "await _gate.WaitAsync(); if (_n > 7) return; if (_n > 2) { _gate.Release(); await LoadAsync(); return; } _n = await LoadAsync(); _gate.Release();")]
    [InlineData("async Task", "await _gate.WaitAsync(); if (_n > 7) return; if (_n > 2) { _gate.Release(); Changed?.Invoke(); return; } _n = await LoadAsync(); _gate.Release();")]
    [InlineData("async Task", "await _gate.WaitAsync(); if (_n > 7) return; if (_n > 2) { _gate.Release(); OnDone(); return; } _n = await LoadAsync(); _gate.Release();")]
    [InlineData("async Task", "await _gate.WaitAsync(); while (true) { if (_n > 2) { _gate.Release(); break; } _n = await LoadAsync(); }")]
    [InlineData("async Task", "await _gate.WaitAsync(); _n = await LoadAsync(); if (_n > 2) _gate.Release(); else _gate.Release();")]
    [InlineData("Task", "_gate.Wait(); var t = LoadAsync(); _gate.Release(); return t;")]
    [InlineData("Task<int>", "_gate.Wait(); if (_n > 2) { _gate.Release(); return LoadAsync(); } Log(); _n = LoadAsync().Result; _gate.Release(); return Task.FromResult(1);")]
    public Task Not_where_it_would_be_held_longer_or_given_back_too_early(string type, string statements) =>
        Mended.IsRefused("ASA0201", Mended.TryFinally, Class(statements).Replace("async Task RunAsync", type + " RunAsync", StringComparison.Ordinal));

    internal static Task Becomes(string before, string after, string type = "Task") =>
        Mended.Becomes("ASA0201", Mended.TryFinally, Class(before, type), Class(after, type));

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
