namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The fix by which a method clears and ends only what it has stored itself; the reports are the analyzer's own.</summary>
public sealed class OwnOnlyTests
{
    private const string Key = "ASA.OwnOnly";

    [Theory]
    [InlineData("_cts = new CancellationTokenSource();\n        await F(_cts.Token);\n        _cts = null;", "var cts = new CancellationTokenSource();\n        _cts = cts;\n        await F(_cts.Token);\n        Interlocked.CompareExchange(ref _cts, null, cts);")]
    [InlineData("_cts = new();\n        await F(_cts.Token);\n        _cts.Dispose();\n        _cts = null; // gone", "var cts = new CancellationTokenSource();\n        _cts = cts;\n        await F(_cts.Token);\n        cts.Dispose();\n        Interlocked.CompareExchange(ref _cts, null, cts); // gone")]
    [InlineData("// why\n        this._cts = new();\n        await F();\n        this._cts?.Cancel();\n        this._cts?.Dispose();\n        this._cts = null;", "// why\n        var cts = new CancellationTokenSource();\n        this._cts = cts;\n        await F();\n        cts.Cancel();\n        cts.Dispose();\n        Interlocked.CompareExchange(ref this._cts, null, cts);")]
    [InlineData("var mine = new CancellationTokenSource();\n        _cts = mine;\n        await F(mine.Token);\n        _cts = null;", "var mine = new CancellationTokenSource();\n        _cts = mine;\n        await F(mine.Token);\n        Interlocked.CompareExchange(ref _cts, null, mine);")]
    [InlineData("_task = F();\n        try\n        {\n            await _task;\n        }\n        finally\n        {\n            _task = null;\n        }", "var task = F();\n        _task = task;\n        try\n        {\n            await _task;\n        }\n        finally\n        {\n            _ = Interlocked.CompareExchange(ref _task, null, task);\n        }")]
    [InlineData("Now = new();\n        await F();\n        Now = null;", "var now = new CancellationTokenSource();\n        Now = now;\n        await F();\n        if (Now == now)\n            Now = null;")]
    [InlineData("_sub = await Sub();\n        await F();\n        _sub?.Dispose();", "var sub = await Sub();\n        _sub = sub;\n        await F();\n        sub?.Dispose();")]
    [InlineData("var cts = 1;\n        _cts = new();\n        await F();\n        _cts = null;\n        _ = cts;", "var cts = 1;\n        var own = new CancellationTokenSource();\n        _cts = own;\n        await F();\n        Interlocked.CompareExchange(ref _cts, null, own);\n        _ = cts;")]
    public Task The_own_one_is_ended(string before, string after) => Mended.Becomes("ASA0505", Key, Source(before), Source(after));

    [Theory]
    [InlineData("try { _cts = new(); await F(); } finally { _cts?.Dispose(); }")]
    [InlineData("var mine = new CancellationTokenSource(); _cts = mine; await F(); mine = null; _cts = null;")]
    [InlineData("{ var mine = new CancellationTokenSource(); _cts = mine; } await F(); _cts = null;")]
    public Task What_it_cannot_name_stays(string statements) => Mended.IsRefused("ASA0505", Key, Source(statements));

    [Fact]
    public Task On_one_thread_a_compare_does() => Mended.Becomes("ASA0505", Key, View("_cts = new();\n        await Task.Delay(1);\n        _cts = null;"), View("var cts = new CancellationTokenSource();\n        _cts = cts;\n        await Task.Delay(1);\n        if (_cts == cts)\n            _cts = null;"));

    private static string View(string statements) => $$"""
        namespace System.Windows.Forms { public class Form { } }

        public class View : System.Windows.Forms.Form
        {
            private CancellationTokenSource? _cts;

            public async void Button_Click(object sender, EventArgs e)
            {
                {{statements}}
            }
        }

        """;

    private static string Source(string statements) => $$"""
        public class C
        {
            private CancellationTokenSource? _cts;
            private Task? _task;
            private IDisposable? _sub;

            public CancellationTokenSource? Now { get; private set; }

            public async Task M()
            {
                {{statements}}
            }

            public object[] All => [_cts!, _task!, _sub!];
            private static Task F(CancellationToken token = default) => Task.CompletedTask;
            private static Task<IDisposable?> Sub() => Task.FromResult<IDisposable?>(null);
        }

        """;
}
