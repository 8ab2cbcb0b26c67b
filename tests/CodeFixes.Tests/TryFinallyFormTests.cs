namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The forms in which a guard is taken before the <c>try</c> that gives it back.</summary>
public class TryFinallyFormTests
{
    [Theory]
    [InlineData("if (!await _gate.WaitAsync(1000)) return;")]
    [InlineData("var taken = await _gate.WaitAsync(1000);\nif (!taken) return;")]
    [InlineData("_gate.Wait();")]
    [InlineData("Monitor.Enter(_gate);")]
    public Task It_is_taken_in_many_ways(string take)
    {
        var give = take.StartsWith("Monitor", StringComparison.Ordinal) ? "Monitor.Exit(_gate);" : "_gate.Release();";
        var load = take.StartsWith("Monitor", StringComparison.Ordinal) ? "LoadAsync().Wait();" : "_n = await LoadAsync();";
        return TryFinallyTests.Becomes($"{take}\n{load}\n{give}", $"{take}\ntry\n{{\n    {load}\n}}\nfinally\n{{\n    {give}\n}}");
    }

    [Fact]
    public Task A_branch_holds_what_its_condition_takes() => TryFinallyTests.Becomes(
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
    public Task A_loop_is_left_or_goes_on() => TryFinallyTests.Becomes(
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

    private static string Two(string body) =>
        $"public class C\n{{\n    private readonly SemaphoreSlim _gate = new(1, 1);\n    private int _n;\n\n    public async Task OneAsync(Func<Task<int>> load)\n    {body}\n\n    public async Task OtherAsync(Func<Task<int>> load)\n    {body}\n}}\n";
}
