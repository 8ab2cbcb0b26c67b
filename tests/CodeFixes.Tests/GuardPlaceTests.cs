namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A guard is taken before the <c>try</c> that gives it back, its answer is looked at, and its task is awaited.</summary>
public class GuardPlaceTests
{
    [Theory]
    [InlineData(
        "// alone\ntry\n{\n    // wait\n    await _gate.WaitAsync(cancel);\n\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}",
        "// alone\n// wait\nawait _gate.WaitAsync(cancel);\ntry\n{\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}")]
    [InlineData(
        "Log();\n\ntry\n{\n    if (_n > 3) return;\n    var x = await LoadAsync();\n    await _gate.WaitAsync(cancel);\n    _n = x;\n}\nfinally\n{\n    _gate.Release();\n}",
        "Log();\n\nif (_n > 3) return;\nvar x = await LoadAsync();\nawait _gate.WaitAsync(cancel);\ntry\n{\n    _n = x;\n}\nfinally\n{\n    _gate.Release();\n}")]
    [InlineData(
        "try\n{\n    if (!await _gate.WaitAsync(0, cancel)) return;\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}",
        "if (!await _gate.WaitAsync(0, cancel)) return;\ntry\n{\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}")]
    [InlineData(
        "try\n{\n    var acquired = await _gate.WaitAsync(0, cancel);\n    if (!acquired)\n        return;\n\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}",
        "var acquired = await _gate.WaitAsync(0, cancel);\nif (!acquired)\n    return;\ntry\n{\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}")]
    [InlineData(
        "try\n{\n    var acquired = await _gate.WaitAsync(0, cancel);\n    if (acquired is false)\n        return;\n\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}",
        "var acquired = await _gate.WaitAsync(0, cancel);\nif (acquired is false)\n    return;\ntry\n{\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}")]
    [InlineData(
        "try\n{\n    if (await _gate.WaitAsync(0, cancel) == false) return;\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}",
        "if (await _gate.WaitAsync(0, cancel) == false) return;\ntry\n{\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}")]
    public Task It_is_taken_before_the_try(string before, string after) => Becomes("ASA0202", Mended.BeforeTry, before, after);

    [Theory]
    [InlineData(
        "try\n{\n    await _gate.WaitAsync(cancel);\n    _n = await LoadAsync();\n}\ncatch (OperationCanceledException)\n{\n    Log();\n}\nfinally\n{\n    _gate.Release();\n}",
        "var acquired = false;\ntry\n{\n    await _gate.WaitAsync(cancel);\n    acquired = true;\n    _n = await LoadAsync();\n}\ncatch (OperationCanceledException)\n{\n    Log();\n}\nfinally\n{\n    if (acquired)\n        _gate.Release();\n}")]
    [InlineData(
        "try\n{\n    var taken = await _gate.WaitAsync(0, cancel);\n    if (!taken)\n        return;\n\n    _n = await LoadAsync();\n}\nfinally\n{\n    _n = 0;\n    _gate.Release(); // now\n}",
        "var taken = false;\ntry\n{\n    taken = await _gate.WaitAsync(0, cancel);\n    if (!taken)\n        return;\n\n    _n = await LoadAsync();\n}\nfinally\n{\n    _n = 0;\n    if (taken)\n        _gate.Release(); // now\n}")]
    [InlineData(
        "try\n{\n    if (_n > 2)\n    {\n        Log();\n    }\n\n    await _gate.WaitAsync(cancel);\n    _n = await LoadAsync();\n}\nfinally\n{\n    Log();\n    _gate.Release();\n}",
        "var acquired = false;\ntry\n{\n    if (_n > 2)\n    {\n        Log();\n    }\n\n    await _gate.WaitAsync(cancel);\n    acquired = true;\n    _n = await LoadAsync();\n}\nfinally\n{\n    Log();\n    if (acquired)\n    {\n        _gate.Release();\n    }\n}")]
    public Task A_flag_tells_where_a_handler_has_to_see_the_wait(string before, string after) => Becomes("ASA0202", Mended.BeforeTry, before, after);

    [Theory]
    [InlineData("try { await _gate.WaitAsync(cancel); _n = 1; _gate.Release(); await _gate.WaitAsync(cancel); _n = 2; } finally { _gate.Release(); }")]
    public Task Not_where_it_is_taken_twice(string statements) => Mended.IsRefused("ASA0202", Mended.BeforeTry, Class(statements, "Task", "RunAsync"));

    [Theory]
    [InlineData("Task", "RunAsync", "return;")]
    [InlineData("Task<bool>", "TryRunAsync", "return false;")]
    [InlineData("Task<int>", "RunAsync", "throw new TimeoutException(\"'_gate' was not free in time.\");")]
    public Task The_answer_decides(string type, string name, string leave)
    {
        var end = type switch { "Task<bool>" => "return true;", "Task<int>" => "return 1;", _ => "Log();" };
        const string Held = "try\n{\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}\n";
        return Mended.Becomes("ASA0202", Mended.TestAnswer,
            Class("await _gate.WaitAsync(1000, cancel).ConfigureAwait(false); // short\n" + Held + end, type, name),
            Class($"if (!await _gate.WaitAsync(1000, cancel).ConfigureAwait(false))\n    {leave} // short\n" + Held + end, type, name));
    }

    [Fact]
    public Task The_answer_decides_before_the_try() => Becomes("ASA0202", Mended.TestAnswer,
        "try\n{\n    await _gate.WaitAsync(1000);\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}",
        "if (!await _gate.WaitAsync(1000))\n    return;\ntry\n{\n    _n = await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}");

    [Theory]
    [InlineData("_gate.WaitAsync(cancel);", "await _gate.WaitAsync(cancel);")]
    [InlineData("_ = _gate.WaitAsync(cancel); // soon", "await _gate.WaitAsync(cancel); // soon")]
    [InlineData("await Task.Delay(1).ConfigureAwait(false);\n_gate.WaitAsync();", "await Task.Delay(1).ConfigureAwait(false);\nawait _gate.WaitAsync().ConfigureAwait(false);")]
    public Task It_is_awaited(string before, string after)
    {
        const string Held = "\ntry\n{\n    _n = 4;\n}\nfinally\n{\n    _gate.Release();\n}";
        return Becomes("ASA0207", Mended.AddAwait, before + Held, after + Held);
    }

    [Fact]
    public Task A_method_that_hands_on_a_task_becomes_async_for_it() => Mended.Becomes("ASA0207", Mended.AddAwait,
        Class("_gate.WaitAsync(cancel);\ntry\n{\n    if (_n > 3)\n        return Task.CompletedTask;\n    if (_n > 2)\n    {\n        return LoadAsync();\n    }\n    return LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}", "Task", "RunAsync").Replace("async Task RunAsync", "Task RunAsync", StringComparison.Ordinal),
        Class("await _gate.WaitAsync(cancel);\ntry\n{\n    if (_n > 3)\n        return;\n    if (_n > 2)\n    {\n        await LoadAsync();\n        return;\n    }\n    await LoadAsync();\n}\nfinally\n{\n    _gate.Release();\n}", "Task", "RunAsync"));

    [Theory]
    [InlineData("void")]
    [InlineData("int")]
    public Task A_method_of_another_kind_is_left(string type) => Mended.IsRefused("ASA0207", Mended.AddAwait,
        Class($"_gate.WaitAsync(cancel);\ntry\n{{\n    _n = 4;\n}}\nfinally\n{{\n    _gate.Release();\n}}\n{(type == "int" ? "return 1;" : "")}", "Task", "RunAsync").Replace("async Task RunAsync", type + " RunAsync", StringComparison.Ordinal));

    [Fact]
    public Task All_of_a_document() => Mended.AllBecome("ASA0202", Mended.BeforeTry,
        Two("try\n{\n    await _gate.WaitAsync(cancel);\n    _n = 1;\n}\nfinally\n{\n    _gate.Release();\n}", "await _gate.WaitAsync(1000);\ntry\n{\n    _n = 2;\n}\nfinally\n{\n    _gate.Release();\n}"),
        Two("await _gate.WaitAsync(cancel);\ntry\n{\n    _n = 1;\n}\nfinally\n{\n    _gate.Release();\n}", "if (!await _gate.WaitAsync(1000))\n    return;\ntry\n{\n    _n = 2;\n}\nfinally\n{\n    _gate.Release();\n}"));

    private static Task Becomes(string rule, string key, string before, string after) =>
        Mended.Becomes(rule, key, Class(before, "Task", "RunAsync"), Class(after, "Task", "RunAsync"));

    private static string Two(string one, string other) =>
        $"public class C\n{{\n    private readonly SemaphoreSlim _gate = new(1, 1);\n    private int _n;\n\n    public async Task OneAsync(CancellationToken cancel)\n    {{\n        {Indented(one)}\n    }}\n\n    public async Task OtherAsync()\n    {{\n        {Indented(other)}\n    }}\n}}\n";

    private static string Indented(string statements) => statements.Replace("\n", "\n        ", StringComparison.Ordinal).Replace("\n        \n", "\n\n", StringComparison.Ordinal);

    private static string Class(string statements, string type, string name) => $$"""
        public class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private int _n;

            public async {{type}} {{name}}(CancellationToken cancel)
            {
                {{Indented(statements)}}
            }

            private Task<int> LoadAsync() => Task.FromResult(1);
            private static void Log() { }
        }

        """.ReplaceLineEndings("\n");
}
