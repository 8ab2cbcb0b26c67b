namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The fix that takes the old token source, signal or timer out in the step that puts the new one in; the reports are the analyzer's own.</summary>
public sealed class ExchangeTests
{
    private const string Key = "ASA.Exchange";

    [Theory]
    [InlineData("_cts?.Cancel();\n        _cts?.Dispose();\n        _cts = new CancellationTokenSource();", "var old = Interlocked.Exchange(ref _cts, new CancellationTokenSource());\n        old?.Cancel();\n        old?.Dispose();")]
    [InlineData("// the last one ends\n        _cts?.Cancel();\n        _cts = new(1000); // and a new one begins", "// the last one ends\n        var old = Interlocked.Exchange(ref _cts, new CancellationTokenSource(1000)); // and a new one begins\n        old?.Cancel();")]
    [InlineData("this._cts?.Cancel();\n        this._cts = new();", "var old = Interlocked.Exchange(ref this._cts, new CancellationTokenSource());\n        old?.Cancel();")]
    [InlineData("if (_cts != null)\n        {\n            _cts.Cancel();\n            _cts.Dispose();\n        }\n\n        _cts = new();", "var old = Interlocked.Exchange(ref _cts, new CancellationTokenSource());\n        if (old != null)\n        {\n            old.Cancel();\n            old.Dispose();\n        }")]
    [InlineData("_sure.Cancel();\n        _sure = new();", "var old = Interlocked.Exchange(ref _sure, new CancellationTokenSource());\n        old.Cancel();")]
    [InlineData("_cts?.Cancel();\n        _cts = new();\n        var token = _cts.Token;\n        Use(token);", "var cts = new CancellationTokenSource();\n        var old = Interlocked.Exchange(ref _cts, cts);\n        old?.Cancel();\n        var token = cts.Token;\n        Use(token);")]
    [InlineData("var last = _cts;\n        _cts = new();\n        last?.Cancel();", "var last = Interlocked.Exchange(ref _cts, new CancellationTokenSource());\n        last?.Cancel();")]
    [InlineData("_timer?.Dispose();\n        _timer = new Timer(OnTime, null, 1000, Timeout.Infinite);", "var old = Interlocked.Exchange(ref _timer, new Timer(OnTime, null, 1000, Timeout.Infinite));\n        old?.Dispose();")]
    [InlineData("_tcs.TrySetResult();\n        _tcs = new(TaskCreationOptions.RunContinuationsAsynchronously);", "var old = Interlocked.Exchange(ref _tcs, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));\n        old.TrySetResult();")]
    [InlineData("_cts?.Cancel();\n        var time = 1000;\n        _cts = new(time);", "var time = 1000;\n        var old = Interlocked.Exchange(ref _cts, new CancellationTokenSource(time));\n        old?.Cancel();")]
    public Task The_old_one_is_taken_out(string before, string after) => Mended.Becomes("ASA0503", Key, Source(before), Source(after));

    [Theory]
    [InlineData("Now?.Cancel(); Now = new();")]
    [InlineData("_volatile?.Cancel(); _volatile = new();")]
    [InlineData("_cts?.Cancel(); _cts = CancellationTokenSource.CreateLinkedTokenSource(_cts!.Token);")]
    [InlineData("_cts?.Cancel(); if (_on) _cts = new();")]
    [InlineData("_cts?.Cancel(); _cts = null; _cts = new();")]
    [InlineData("_cts?.Cancel(); void Again() => _cts = new(); _cts = new(); Again();")]
    public Task What_is_more_than_that_stays(string statements) => Mended.IsRefused("ASA0503", Key, Source(statements));

    [Fact]
    public Task A_signal_is_renewed_before_the_work() => Mended.Becomes("ASA0503", "ASA.RenewFirst", Loop("await _set.Task;\n            await Work(); // now\n            _set = new();"), Loop("await _set.Task;\n            _set = new();\n            await Work(); // now"));

    [Theory]
    [InlineData("await _set.Task; await Work(); await Task.WhenAny(_set.Task, Work()); _set = new();")]
    [InlineData("await _set.Task; { await Work(); _set = new(); }")]
    [InlineData("await _set.Task; await Work(); var how = TaskCreationOptions.None; _set = new(how);")]
    public Task It_stays_behind_what_it_needs(string statements) => Mended.IsRefused("ASA0503", "ASA.RenewFirst", Loop(statements));

    [Theory]
    [InlineData("_timer = new Timer(Check, null, 0, 500); // begins", "_timer = new Timer(Check, null, Timeout.Infinite, Timeout.Infinite); // begins\n        _timer.Change(0, 500);")]
    [InlineData("_timer = new(Check, null, TimeSpan.Zero, TimeSpan.FromSeconds(1));", "_timer = new(Check, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);\n        _timer.Change(TimeSpan.Zero, TimeSpan.FromSeconds(1));")]
    public Task A_timer_is_started_when_its_field_has_it(string before, string after) => Mended.Becomes("ASA0503", "ASA.StartWhenAssigned", Ticking(before), Ticking(after));

    private static string Ticking(string statements) => $$"""
        public class C
        {
            private readonly Timer _timer;

            public C()
            {
                {{statements}}
            }

            private void Check(object? state) => _timer.Dispose();
        }

        """;

    private static string Loop(string statements) => $$"""
        public class C
        {
            private TaskCompletionSource _set = new();

            public void Set() => _set.TrySetResult();

            public async Task Run()
            {
                while (true)
                {
                    {{statements}}
                }
            }

            private static Task Work() => Task.CompletedTask;
        }

        """;

    private static string Source(string statements) => $$"""
        public class C
        {
            private CancellationTokenSource? _cts;
            private volatile CancellationTokenSource? _volatile;
            private CancellationTokenSource _sure = new();
            private TaskCompletionSource _tcs = new();
            private Timer? _timer;
            private bool _on;

            public CancellationTokenSource? Now { get; private set; }

            public void Again()
            {
                {{statements}}
            }

            public object[] All => [_cts!, _volatile!, _sure, _tcs.Task, _timer!, _on];
            private static void OnTime(object? state) { }
            private static void Use(CancellationToken token) { }
        }

        internal static class Program
        {
            private static void Main(object services) => services.AddSingleton<C>();
            private static void AddSingleton<T>(this object o) { }
        }

        """;
}
