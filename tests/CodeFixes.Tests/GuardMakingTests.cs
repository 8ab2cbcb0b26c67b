namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A semaphore is made so that it excludes, and a task does not outlive its guard.</summary>
public class GuardMakingTests
{
    private const string Held = "\n        try { await work(); _n++; }\n        finally { _gate.Release(); }";

    [Theory]
    [InlineData("new(1)", "new(1, 1)")]
    [InlineData("new SemaphoreSlim(1)", "new SemaphoreSlim(1, 1)")]
    [InlineData("new SemaphoreSlim(initialCount: 1)", "new SemaphoreSlim(initialCount: 1, maxCount: 1)")]
    public Task It_gets_its_maximum(string before, string after) => Mended.Becomes("ASA0208", Mended.AddMaximum, Opened(before), Opened(after));

    [Theory]
    [InlineData("new(3)")]
    [InlineData("new(3, 3)")]
    public Task It_admits_one(string before) => Mended.Becomes("ASA0205", Mended.OnePermit, Field(before), Field("new(1, 1)"));

    [Fact]
    public Task Not_where_one_who_holds_it_takes_another_permit() => Mended.IsRefused("ASA0205", Mended.OnePermit,
        Field("new(3, 3)").Replace("await work(); ", "await work(); await OtherAsync(); ", StringComparison.Ordinal).Replace("    public async", "    public async Task OtherAsync() { await _gate.WaitAsync(); try { _n--; } finally { _gate.Release(); } }\n\n    public async", StringComparison.Ordinal));

    [Theory]
    [InlineData("private readonly", "private static readonly")]
    [InlineData("readonly", "static readonly")]
    [InlineData("private", "private static")]
    [InlineData("", "static")]
    public Task It_is_one_for_all_objects(string before, string after) => Mended.Becomes("ASA0205", Mended.MakeStatic, Shared(before), Shared(after));

    [Fact]
    public Task Not_where_it_is_used_through_this() => Mended.IsRefused("ASA0205", Mended.MakeStatic, Shared("private readonly").Replace("_gate.Release", "this._gate.Release", StringComparison.Ordinal));

    private static string Shared(string modifiers) =>
        $"public class C\n{{\n    private static int s_n;\n    {(modifiers.Length == 0 ? "" : modifiers + " ")}SemaphoreSlim _gate = new(1, 1);\n\n    public async Task RunAsync(Func<Task> work)\n    {{\n        await _gate.WaitAsync();\n        try {{ await work(); s_n++; }}\n        finally {{ _gate.Release(); }}\n    }}\n}}\n";

    [Theory]
    [InlineData("", "")]
    [InlineData("static ", "static ")]
    public Task A_local_becomes_a_field(string method, string field) => Mended.Becomes("ASA0205", Mended.LiftToField,
        $"public class C\n{{\n    private int _other;\n\n    public {method}async Task RunAsync(Func<Task> work)\n    {{\n        var gate = new SemaphoreSlim(1, 1);\n\n        await gate.WaitAsync();\n        try {{ await work(); }}\n        finally {{ gate.Release(); }}\n    }}\n}}\n",
        $"public class C\n{{\n{(field.Length == 0 ? "    private readonly SemaphoreSlim _gate = new(1, 1);\n    private int _other;" : "    private static readonly SemaphoreSlim _gate = new(1, 1);\n    private int _other;")}\n\n    public {method}async Task RunAsync(Func<Task> work)\n    {{\n        await _gate.WaitAsync();\n        try {{ await work(); }}\n        finally {{ _gate.Release(); }}\n    }}\n}}\n");

    // In the type's own style, which the name of the local that goes away does not forbid.
    [Theory]
    [InlineData("private int _other;", "", "_gate", "private readonly SemaphoreSlim _gate = new(1, 1);")]
    [InlineData("private int other;", "", "gate", "private readonly SemaphoreSlim gate = new(1, 1);")]
    [InlineData("private int m_other;", "", "m_gate", "private readonly SemaphoreSlim m_gate = new(1, 1);")]
    [InlineData("private static int s_other;", "static ", "s_gate", "private static readonly SemaphoreSlim s_gate = new(1, 1);")]
    public Task The_new_field_is_named_like_the_others(string other, string modifier, string name, string field)
    {
        const string Class = "public class C\n{{\n    {0}\n\n    public {1}async Task RunAsync(Func<Task> work)\n    {{\n{2}        await {3}.WaitAsync();\n        try {{ await work(); }}\n        finally {{ {3}.Release(); }}\n    }}\n}}\n";
        string Filled(string fields, string first, string gate) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Class, fields, modifier, first, gate);
        return Mended.Becomes("ASA0205", Mended.LiftToField, Filled(other, "        var gate = new SemaphoreSlim(1, 1);\n\n", "gate"), Filled(field + "\n    " + other, "", name));
    }

    [Fact]
    public Task Not_in_a_method_that_meets_itself() => Mended.IsRefused("ASA0205", Mended.LiftToField,
        "public class C\n{\n    public async Task RunAsync(int n)\n    {\n        var gate = new SemaphoreSlim(1, 1);\n        await gate.WaitAsync();\n        try { if (n > 0) await RunAsync(n - 1); }\n        finally { gate.Release(); }\n    }\n}\n");

    [Theory]
    [InlineData("public Task<int> RunAsync(Func<Task<int>> work)\n    {\n        _gate.Wait();\n        try { return work(); }\n        finally { _gate.Release(); }\n    }", "public async Task<int> RunAsync(Func<Task<int>> work)\n    {\n        await _gate.WaitAsync();\n        try { return await work(); }\n        finally { _gate.Release(); }\n    }")]
    [InlineData("public Task RunAsync(Func<Task> work, bool now)\n    {\n        _gate.Wait(default(CancellationToken));\n        try\n        {\n            if (!now)\n                return Task.CompletedTask;\n            return work();\n        }\n        finally\n        {\n            _gate.Release();\n        }\n    }", "public async Task RunAsync(Func<Task> work, bool now)\n    {\n        await _gate.WaitAsync(default(CancellationToken));\n        try\n        {\n            if (!now)\n                return;\n            await work();\n        }\n        finally\n        {\n            _gate.Release();\n        }\n    }")]
    [InlineData("public Task RunAsync(Func<CancellationToken, Task> work)\n    {\n        using var source = new CancellationTokenSource();\n        return work(source.Token);\n    }", "public async Task RunAsync(Func<CancellationToken, Task> work)\n    {\n        using var source = new CancellationTokenSource();\n        await work(source.Token);\n    }")]
    public Task The_method_awaits_what_it_returned(string before, string after) => Mended.Becomes("ASA0209", Mended.MakeAsync, Guarded(before), Guarded(after));

    [Theory]
    [InlineData("public Task RunAsync(Func<Task> work)\n    {\n        Monitor.Enter(_gate);\n        try { return work(); }\n        finally { Monitor.Exit(_gate); }\n    }")]
    [InlineData("public Task RunAsync(Func<Task> work, out int n)\n    {\n        n = 1;\n        _gate.Wait();\n        try { return work(); }\n        finally { _gate.Release(); }\n    }")]
    [InlineData("    public Task Ping() { using var cts = new CancellationTokenSource(9); _ = Task.Delay(1, cts.Token); return Task.CompletedTask; }")]
    public Task Not_with_a_lock_of_its_thread_nor_where_it_cannot_be_async(string member) => Mended.IsRefused("ASA0209", Mended.MakeAsync, Guarded(member));

    [Fact]
    public Task All_of_a_document() => Mended.AllBecome("ASA0209", Mended.MakeAsync,
        Guarded("public Task OneAsync(Func<Task> work)\n    {\n        _gate.Wait();\n        try { return work(); }\n        finally { _gate.Release(); }\n    }\n\n    public Task OtherAsync(Func<Task> work)\n    {\n        _gate.Wait();\n        try { return work(); }\n        finally { _gate.Release(); }\n    }"),
        Guarded("public async Task OneAsync(Func<Task> work)\n    {\n        await _gate.WaitAsync();\n        try { await work(); }\n        finally { _gate.Release(); }\n    }\n\n    public async Task OtherAsync(Func<Task> work)\n    {\n        await _gate.WaitAsync();\n        try { await work(); }\n        finally { _gate.Release(); }\n    }"));

    private static string Guarded(string member) => $"public class C\n{{\n    private readonly SemaphoreSlim _gate = new(1, 1);\n\n    {member}\n}}\n";

    private static string Opened(string creation) => Field(creation).Replace("\n}\n", "\n\n    public void Open() => _gate.Release();\n}\n", StringComparison.Ordinal);

    private static string Field(string creation) =>
        $"public class C\n{{\n    private readonly SemaphoreSlim _gate = {creation}; // one at a time\n    private int _n;\n\n    public async Task RunAsync(Func<Task> work)\n    {{\n        await _gate.WaitAsync();{Held}\n    }}\n}}\n";
}
