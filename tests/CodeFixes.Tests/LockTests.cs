using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A lock is held around the steps of a change, and around the other changes of the same state.</summary>
public class LockTests
{
    [Fact]
    public Task Around_the_one_statement() => Becomes("private readonly object _lock = new();", "private int _n;",
        "public void Run(int[] a) => Parallel.ForEach(a, i =>\n    {\n        Use(i);\n        {W:_n = Math.Max(_n, i):W};\n    });",
        "public void Run(int[] a) => Parallel.ForEach(a, i =>\n    {\n        Use(i);\n        lock (_lock)\n        {\n            _n = Math.Max(_n, i);\n        }\n    });");

    [Fact]
    public Task An_expression_becomes_a_block() => Becomes("private readonly object _lock = new();", "private int _n;",
        "public void Run(int[] a) => Parallel.ForEach(a, i => {W:_n = Math.Max(_n, i):W});",
        "public void Run(int[] a) => Parallel.ForEach(a, i =>\n    {\n        lock (_lock)\n        {\n            _n = Math.Max(_n, i);\n        }\n    });");

    [Fact]
    public Task The_test_and_what_gives_it_back_are_held_too() => Becomes("private readonly object _lock = new();", "private bool _n;",
        "public async Task RunAsync(Func<Task> work)\n    {\n        if ({R:_n:R}) return;\n        {W:_n = true:W};\n        await work();\n        _n = false;\n    }",
        "public async Task RunAsync(Func<Task> work)\n    {\n        lock (_lock)\n        {\n            if (_n) return;\n            _n = true;\n        }\n        await work();\n        lock (_lock)\n        {\n            _n = false;\n        }\n    }");

    [Fact]
    public Task What_is_awaited_comes_first() => Becomes("private readonly object _lock = new();", "private readonly List<int> _n = new();",
        "public Task RunAsync(int[] a, Func<int, Task<int>> f) => Task.WhenAll(a.Select(async i => {W:_n.Add(await f(i)):W}));",
        "public Task RunAsync(int[] a, Func<int, Task<int>> f) => Task.WhenAll(a.Select(async i =>\n    {\n        var value = await f(i);\n        lock (_lock)\n        {\n            _n.Add(value);\n        }\n    }));",
        afterField: true);

    [Fact]
    public Task The_lock_that_is_there_is_taken() => Becomes("", "private readonly object _sync = new();\n    private int _n;\n\n    public int Reset() { lock (_sync) { var n = _n; _n = 0; return n; } }",
        "public void Run(int[] a) => Parallel.ForEach(a, i => { {W:_n += i * _n:W}; });",
        "public void Run(int[] a) => Parallel.ForEach(a, i => { lock (_sync) { _n += i * _n; } });", flat: true);

    [Fact]
    public Task A_captured_local_gets_a_lock_beside_it() => Shape.Becomes(Fixing.Lock,
        "public static class C\n{\n    public static int Max(int[] a)\n    {\n        var max = 0;\n        Parallel.ForEach(a, i => { if (i > {R:max:R}) {W:max = i:W}; });\n        return max;\n    }\n}\n",
        "public static class C\n{\n    public static int Max(int[] a)\n    {\n        var max = 0;\n        var gate = new object();\n        Parallel.ForEach(a, i =>\n        {\n            lock (gate)\n            {\n                if (i > max) max = i;\n            }\n        });\n        return max;\n    }\n}\n",
        member: "max", with: f => f with { Kinds = FixKinds.Lock, HasHabits = true });

    /// <summary>From the report on: what the rule says of a collection in a local must lead back to the local.</summary>
    [Theory]
    [InlineData("new List<string>()", "all.Add(text);", "Task.WhenAll(keys.Select(async key =>")]
    [InlineData("new Dictionary<string, string>()", "all[key] = text;", "Task.WhenAll(keys.Select(async key =>")]
    [InlineData("new HashSet<string>()", "all.Add(text);", "Parallel.ForEachAsync(keys, async (key, token) =>")]
    public Task A_local_collection_gets_a_lock_beside_it(string made, string change, string run)
    {
        var end = run.StartsWith("Task", StringComparison.Ordinal) ? "}));" : "});";
        return Mended.Becomes("ASA0105", Fixing.Lock, Loader("", $"                {change}\n"), Loader("        var gate = new Lock();\n", $"                lock (gate)\n                {{\n                    {change}\n                }}\n"));

        string Loader(string gate, string step) => $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading;
            using System.Threading.Tasks;

            public static class C
            {
                public static async Task<int> LoadAsync(string[] keys, Func<string, Task<string>> load)
                {
                    var all = {{made}};
            {{gate}}        await {{run}}
                    {
                        var text = await load(key);
                        if (text.Length > 0)
                        {
            {{step}}            }
                    {{end}}
                    return all.Count;
                }
            }

            """.ReplaceLineEndings("\n");
    }

    [Fact]
    public async Task The_type_of_a_lock_beside_a_local_is_imported() => Assert.Equal(Collector("using System.Threading;\n", "        Lock gate = new Lock();\n", "{\n            lock (gate)\n            {\n                all.Add(i);\n            }\n        }"), await new Fixing
    {
        Source = Collector("", "", "{\n            {W:all.Add(i):W};\n        }"),
        Member = "all",
        Kinds = FixKinds.Lock,
        Language = LanguageVersion.Preview,
        GlobalUsings = false,
        HasHabits = true,
    }.ApplyAsync(Fixing.Lock));

    private static string Collector(string import, string gate, string change) => "using System.Collections.Generic;\n" + import + "using System.Threading.Tasks;\n\npublic static class C\n{\n    public static int Run(int[] a)\n    {\n        List<int> all = new List<int>();\n" + gate + "        Parallel.ForEach(a, i =>\n        " + change + ");\n        return all.Count;\n    }\n}\n";

    [Fact]
    public async Task From_CSharp_13_on_it_is_the_type_made_for_it() => Assert.Contains("private readonly Lock _lock = new();", await new Fixing
    {
        Source = Class("", "private int _n;", "public void Run(int[] a) => Parallel.ForEach(a, i => { {W:_n = Math.Max(_n, i):W}; });"),
        Kinds = FixKinds.Lock,
        Language = LanguageVersion.Preview,
        HasHabits = true,
    }.ApplyAsync(Fixing.Lock), StringComparison.Ordinal);

    [Fact]
    public async Task Static_state_gets_a_static_lock() => Assert.Contains("private static readonly object _lock = new();", await new Fixing
    {
        Source = Class("", "private static int _n;", "public void Run(int[] a) => Parallel.ForEach(a, i => { {W:_n = Math.Max(_n, i):W}; });"),
        Kinds = FixKinds.Lock,
        IsStatic = true,
        HasHabits = true,
    }.ApplyAsync(Fixing.Lock), StringComparison.Ordinal);

    [Theory]
    [InlineData("public async Task RunAsync(Func<Task> f) { if ({R:_n:R} > 3) return; await f(); {W:_n++:W}; }")]
    [InlineData("public void Run() { lock (this) { {W:_n++:W}; } }")]
    [InlineData("public void Run() { {W:_n = Next():W}; } private int Next() { lock (_list) { return _n; } }")]
    [InlineData("public void Run() { {W:_n++:W}; } public async Task SetAsync(Func<int, Task<int>> f) { _n = await f(_n); }")]
    [InlineData("public void Run() { {W:_n++:W}; } public async Task SetAsync(Func<Task> f) { var n = _n; await f(); _n = n + 1; }")]
    [InlineData("public void Run() { {W:_n++:W}; } public int Next => _n++;")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1, 1); public void Run() { {W:_n++:W}; } public async Task AddAsync() { await _gate.WaitAsync(); try { _n++; } finally { _gate.Release(); } }")]
    [InlineData("public void Run(C other) { {W:other._n++:W}; }")]
    public Task Not_across_a_wait_nor_inside_another_lock_nor_where_a_writer_is_left(string member) =>
        Shape.IsRefused(Fixing.Lock, Class("", "private int _n;\n    private readonly List<int> _list = new();", member), with: Shape.Only(FixKinds.Lock));

    private static Task Becomes(string field, string fields, string before, string after, bool afterField = false, bool flat = false)
    {
        var result = Class(afterField ? "" : field, afterField ? fields + "\n    " + field : fields, after);
        return Shape.Becomes(Fixing.Lock, Class("", fields, before), flat ? result.Replace("{ lock (_sync) { _n += i * _n; } }", "\n    {\n        lock (_sync)\n        {\n            _n += i * _n;\n        }\n    }", StringComparison.Ordinal).Replace("i => \n", "i =>\n", StringComparison.Ordinal) : result, with: f => f with { Kinds = FixKinds.Lock, HasHabits = true });
    }

    private static string Class(string field, string fields, string member) =>
        $"public class C\n{{\n    {(field.Length == 0 ? "" : field + "\n    ")}{fields}\n\n    {member}\n    private static void Use(int i) {{ }}\n}}\n";
}
