namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The answer of a wait that may give up decides about the work only, and the guard is given back either way.</summary>
public class GuardAnswerTests
{
    [Theory]
    [InlineData(
        "// soon\ntry\n{\n    // or not\n    if (await _gate.WaitAsync(t))\n    {\n        _n = await load();\n    }\n}\nfinally\n{\n    _gate.Release();\n}",
        "// soon\nvar acquired = false;\ntry\n{\n    // or not\n    acquired = await _gate.WaitAsync(t);\n    if (acquired)\n    {\n        _n = await load();\n    }\n}\nfinally\n{\n    if (acquired)\n    {\n        _gate.Release();\n    }\n}")]
    [InlineData(
        "try\n{\n    if (await _gate.WaitAsync(t).ConfigureAwait(false))\n        _n = await load().ConfigureAwait(false);\n    else\n        return;\n}\nfinally\n{\n    _gate.Release();\n}",
        "var acquired = false;\ntry\n{\n    acquired = await _gate.WaitAsync(t).ConfigureAwait(false);\n    if (acquired)\n        _n = await load().ConfigureAwait(false);\n    else\n        return;\n}\nfinally\n{\n    if (acquired)\n        _gate.Release();\n}")]
    public Task A_condition_in_the_try(string before, string after) => Becomes(Mended.BeforeTry, before, after);

    [Theory]
    [InlineData(
        "if (await _gate.WaitAsync(t))\n{\n    _n = await load();\n}\n_gate.Release();",
        "var acquired = await _gate.WaitAsync(t);\nif (acquired)\n{\n    _n = await load();\n}\nif (acquired)\n{\n    _gate.Release();\n}")]
    [InlineData(
        "bool taken = await _gate.WaitAsync(t);\ntry\n{\n    if (taken)\n        _n = await load();\n}\nfinally\n{\n    _gate.Release();\n}",
        "bool taken = await _gate.WaitAsync(t);\ntry\n{\n    if (taken)\n        _n = await load();\n}\nfinally\n{\n    if (taken)\n        _gate.Release();\n}")]
    public Task A_condition_before_the_release(string before, string after) => Becomes(Mended.TestAnswer, before, after);

    [Theory]
    [InlineData("try\n{\n    if (_n == 3)\n        _n = 4;\n    else if (await _gate.WaitAsync(t))\n        _n = await load();\n}\nfinally\n{\n    _gate.Release();\n}")]
    [InlineData("try\n{\n    if (await _gate.WaitAsync(t) && _n == 3)\n        _n = await load();\n}\nfinally\n{\n    _gate.Release();\n}")]
    public Task Not_where_one_answer_does_not_tell(string statements) => Mended.IsRefused("ASA0202", Mended.BeforeTry, Class(statements));

    private static Task Becomes(string key, string before, string after) => Mended.Becomes("ASA0202", key, Class(before), Class(after));

    private static string Class(string statements) =>
        $"public class C\n{{\n    private readonly SemaphoreSlim _gate = new(1, 1);\n    private int _n;\n\n    public async Task RunAsync(Func<Task<int>> load, TimeSpan t)\n    {{\n        {statements.Replace("\n", "\n        ", StringComparison.Ordinal)}\n    }}\n}}\n";
}
