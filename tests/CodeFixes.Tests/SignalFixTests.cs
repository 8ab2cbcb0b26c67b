using AsyncStateAnalyzers.CodeFixes.Tests.Pages;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What the first fix makes of signals, from source to source; the reports are the analyzer's own.</summary>
public sealed class SignalFixTests
{
    private const string Done = "readonly TaskCompletionSource<int> _done = new();\n    public Task<int> Done => _done.Task;\n    ";

    [Fact]
    public async Task All_places_try_to_complete() => Assert.Equal(
        "public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled());\n    public void Set(int r) { if (r > 0) _done.TrySetResult(r); else _done.TrySetException(new Exception()); }",
        await Members(Done, "public C(CancellationToken t) => t.Register(() => _done.SetCanceled());\n    public void Set(int r) { if (r > 0) _done.SetResult(r); else _done.SetException(new Exception()); }"));

    [Fact]
    public async Task A_method_group_becomes_a_lambda() => Assert.Equal(
        "public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled());\n    public void Set(int r) => _done.TrySetResult(r);",
        await Members(Done, "public C(CancellationToken t) => t.Register(_done.SetCanceled);\n    public void Set(int r) => _done.TrySetResult(r);"));

    [Fact]
    public async Task A_conditional_call_stays_one() => Assert.Equal(
        "public C(CancellationToken t) => t.Register(() => _done?.TrySetCanceled());\n    public void Set(int r) => _done?.TrySetResult(r);",
        await Members(Done, "public C(CancellationToken t) => t.Register(() => _done?.SetCanceled());\n    public void Set(int r) => _done?.TrySetResult(r);"));

    [Fact]
    public async Task A_channel_is_completed_where_it_is_not() => Assert.Equal(
        "public void Stop() => _ch.Writer.TryComplete();\n    public void Dispose() => _ch.Writer.TryComplete(new OperationCanceledException());",
        await Members("readonly System.Threading.Channels.Channel<int> _ch = System.Threading.Channels.Channel.CreateUnbounded<int>();\n    public bool Add() => _ch.Writer.TryWrite(1);\n    ", "public void Stop() => _ch.Writer.Complete();\n    public void Dispose() => _ch.Writer.Complete(new OperationCanceledException());"));

    [Theory]
    [InlineData("new TaskCompletionSource<int>()", "new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)")]
    [InlineData("new()", "new(TaskCreationOptions.RunContinuationsAsynchronously)")]
    [InlineData("new(TaskCreationOptions.LongRunning)", "new(TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously)")]
    [InlineData("new(TaskCreationOptions.None)", "new(TaskCreationOptions.RunContinuationsAsynchronously)")]
    [InlineData("new(\"state\")", "new(\"state\", TaskCreationOptions.RunContinuationsAsynchronously)")]
    [InlineData("new(TaskContinuationOptions.RunContinuationsAsynchronously)", "new(TaskCreationOptions.RunContinuationsAsynchronously)")]
    public async Task The_option_is_added(string before, string after)
    {
        const string Set = "public void Set(int r) { lock (_done) _done.TrySetResult(r); }";
        Assert.Equal($"readonly TaskCompletionSource<int> _done = {after};\n    {Set}", await Members("", $"readonly TaskCompletionSource<int> _done = {before};\n    {Set}"));
    }

    [Fact]
    public async Task All_creations_of_the_variable_get_it() => Assert.Equal(
        "TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);\n    public void Set() { lock (this) { _done.TrySetResult(); _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); } }",
        await Members("", "TaskCompletionSource _done = new();\n    public void Set() { lock (this) { _done.TrySetResult(); _done = new TaskCompletionSource(); } }"));

    [Theory]
    [InlineData("private bool _ready;", "while (!_ready) await Task.Delay(10);", "await _ready.Task;")]
    [InlineData("private volatile bool _ready = false;", "while (!_ready) { await Task.Delay(10, t).ConfigureAwait(false); }", "await _ready.Task.WaitAsync(t).ConfigureAwait(false);")]
    [InlineData("bool _ready;", "if (_ready) return; while (!_ready) await Task.Delay(10, t);", "if (_ready.Task.IsCompleted) return; await _ready.Task.WaitAsync(t);")]
    public async Task A_flag_becomes_a_signal(string field, string before, string after)
    {
        var modifier = field.StartsWith("private", StringComparison.Ordinal) ? "private " : "";
        Assert.Equal(
            $"{modifier}readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);\n    public void Open() {{ _ready.TrySetResult(); }}\n    public void OpenToo() => _ready.TrySetResult();\n    public async Task Wait(CancellationToken t) {{ {after} }}",
            await Members("", $"{field}\n    public void Open() {{ _ready = true; }}\n    public void OpenToo() => _ready = true;\n    public async Task Wait(CancellationToken t) {{ {before} }}"));
    }

    [Theory]
    [InlineData("bool _ready; public void Open() => _ready = true; public void Close() => _ready = false; public async Task Wait() { while (!_ready) await Task.Delay(10); }")]
    [InlineData("bool _ready = true; public void Open() => _ready = true; public async Task Wait() { while (!_ready) await Task.Delay(10); }")]
    [InlineData("bool _ready; public void Open(bool on) => _ready = on; public async Task Wait() { while (!_ready) await Task.Delay(10); }")]
    [InlineData("bool _ready; public void Open() => Set(ref _ready); static void Set(ref bool b) => b = true; public async Task Wait() { while (!_ready) await Task.Delay(10); }")]
    [InlineData("internal bool _ready; public void Open() => _ready = true; public async Task Wait() { while (!_ready) await Task.Delay(10); }")]
    [InlineData("bool _ready; public void Open() => _ready = true; public async Task Wait() { while (true) { if (_ready) return; await Task.Delay(10); } }")]
    [InlineData("bool _ready; public void Open() => _ready = true; public async Task Wait() { while (true) { lock (this) { if (_ready) return; } await Task.Delay(10); } }")]
    [InlineData("bool _ready; public void Open() => _ready = true; bool IsOpen() => _ready; public async Task Wait() { while (!IsOpen()) await Task.Delay(10); }")]
    [InlineData("bool _ready; public void Open() => _ready = true; public async Task Wait() { while (!_ready) await Task.Delay(10); } public async Task Look(int n) { while (!_ready && n > 0) { await Task.Delay(10); n--; } }")]
    [InlineData("int _ready; public void Open() => _ready = 1; public async Task Wait() { while (_ready == 0) await Task.Delay(10); }")]
    [InlineData("bool _a, _ready; public void Open() => _ready = true; public async Task Wait() { while (!_ready) await Task.Delay(10); }")]
    public async Task A_flag_of_another_kind_stays(string members) => Assert.Null(await Members("", members));

    private static async Task<string?> Members(string before, string members)
    {
        var head = "public class C\n{\n    " + before;
        const string Tail = "\n}\n";
        var result = await FirstFix.ApplyAsync(head + members + Tail);
        return result?[head.Length..^Tail.Length];
    }
}
