using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Signals whose completion runs those who wait, where it must not.</summary>
public sealed class ContinuationsRunInsideTests
{
    private const string Pending = "readonly Dictionary<int, TaskCompletionSource<int>> _all = new(); public Task<int> Add(int id) { var done = new TaskCompletionSource<int>(); lock (_all) _all[id] = done; return done.Task; } ";
    private const string Field = "readonly TaskCompletionSource<int> _done = new(); public async Task<int> Wait() { var r = await _done.Task; return r + _left; } int _left; ";

    [Theory]
    [InlineData("readonly object _gate = new(); readonly TaskCompletionSource<int> _done = new(); public void Set(int r) { lock (_gate) _done.TrySetResult(r); }", "under a lock")]
    [InlineData("readonly object _gate = new(); readonly TaskCompletionSource<int> _done = new TaskCompletionSource<int>(TaskCreationOptions.LongRunning); public void Set(int r) { lock (_gate) { _done.SetResult(r); } }", "with another option")]
    [InlineData("readonly object _gate = new(); TaskCompletionSource<int>? _done; public Task<int> Next() => (_done = new()).Task; public void Set(int r) { lock (_gate) { _done?.SetResult(r); _done = null; } }", "assigned")]
    [InlineData(Pending + "public void Set(int id) { lock (_all) { if (_all.Remove(id, out var done)) done.SetResult(id); } }", "out of a dictionary")]
    [InlineData(Pending + "public void Cancel() { lock (_all) { foreach (var done in _all.Values) done.TrySetCanceled(); } }", "each of them")]
    [InlineData("readonly Queue<TaskCompletionSource<bool>> _all = new(); public Task Wait() { lock (_all) { var t = new TaskCompletionSource<bool>(); _all.Enqueue(t); return t.Task; } } public void Release() { lock (_all) { if (_all.Count > 0) _all.Dequeue().SetResult(true); } }", "a queue")]
    [InlineData(Field + "public void Set(int r) { _done.SetResult(r); _left = 1; }", "what is looked at is written afterwards")]
    [InlineData(Field + "public void Set(int r) { _done.SetResult(r); Interlocked.Decrement(ref _left); }", "and counted")]
    [InlineData("public TaskCompletionSource<int> Done { get; } = new TaskCompletionSource<int>(TaskContinuationOptions.RunContinuationsAsynchronously);", "options of another kind")]
    public void TheyGoOnWhereTheyMustNot(string members, string because) => Assert.True(Run(members) is [{ Severity: DiagnosticSeverity.Warning }], because);

    [Theory]
    [InlineData("readonly SemaphoreSlim _gate = new(1, 1); readonly TaskCompletionSource<int> _done = new(); public async Task Set(int r) { await _gate.WaitAsync(); try { _done.TrySetResult(r); } finally { _gate.Release(); } }", "a guard is held")]
    [InlineData("readonly TaskCompletionSource<int> _done = new(); public void Set(int r) { Monitor.Enter(this); try { _done.TrySetResult(r); } finally { Monitor.Exit(this); } }", "the monitor of the object itself")]
    [InlineData("readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new(); public Task<int> Add(int id) => (_all[id] = new TaskCompletionSource<int>()).Task; public async Task Loop(StreamReader r) { while (await r.ReadLineAsync() is { } line) { if (_all.TryRemove(line.Length, out var done)) done.TrySetResult(1); } }", "a loop reads on")]
    [InlineData("readonly object _gate = new(); readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.None); public void Set(int r) { lock (_gate) _done.TrySetResult(r); }", "said to be meant, under a lock")]
    public void OthersWaitForThem(string members, string because) => Assert.True(Run(members) is [{ Severity: DiagnosticSeverity.Info }], because);

    [Theory]
    [InlineData("readonly object _gate = new(); readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously); public void Set(int r) { lock (_gate) _done.TrySetResult(r); }", "they go on elsewhere")]
    [InlineData("readonly object _gate = new(); readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously | TaskCreationOptions.LongRunning); public void Set(int r) { lock (_gate) _done.TrySetResult(r); }", "with another option")]
    [InlineData("readonly object _gate = new(); readonly TaskCompletionSource<int> _done; public C(TaskCreationOptions o) => _done = new(o); public void Set(int r) { lock (_gate) _done.TrySetResult(r); }", "who knows which option")]
    [InlineData("readonly object _gate = new(); readonly TaskCompletionSource<int> _done = new(); int _n; public void Set(int r) { lock (_gate) { _n++; } _done.TrySetResult(r); }", "behind the lock")]
    [InlineData(Pending + "public void Set(int id) { TaskCompletionSource<int>? done; lock (_all) _all.Remove(id, out done); done?.SetResult(id); }", "taken out first")]
    [InlineData("readonly object _gate = new(); readonly TaskCompletionSource<int> _done = new(); public void Set(int r) { lock (_gate) { ThreadPool.QueueUserWorkItem(_ => _done.TrySetResult(r)); } }", "on another thread")]
    [InlineData(Field + "public void Set(int r) { _left = 1; _done.SetResult(r); }", "the state is right before")]
    [InlineData("readonly TaskCompletionSource<int> _done = new(); int _n; public Task<int> Wait() => _done.Task; public void Set(int r) { _done.SetResult(r); _n++; }", "nobody who waits looks at it")]
    [InlineData("public Task<int> Run(Action<Action<int>> begin) { var done = new TaskCompletionSource<int>(); begin(r => done.SetResult(r)); return done.Task; }", "nothing is held")]
    [InlineData("public TaskCompletionSource<int> Done { get; } = new TaskCompletionSource<int>(\"state\");", "a state")]
    [InlineData("readonly TaskCompletionSource<int> _done = new(); int _n; public async Task<int> Wait() { _n = 0; return await _done.Task; } public void Set(int r) { _done.SetResult(r); _n++; }", "it is looked at before the wait")]
    [InlineData("readonly SemaphoreSlim _gate = new(0); readonly TaskCompletionSource<int> _done = new(); public async Task Set(int r) { await _gate.WaitAsync(); _done.TrySetResult(r); }", "a semaphore that is waited for, and not given back")]
    [InlineData("readonly TaskCompletionSource<int> _done = new(); public void Set(int r) { Log.Enter(this, \"Set\"); try { _done.TrySetResult(r); } finally { Log.Exit(this, \"Set\"); } } static class Log { public static void Enter(object o, string s) { } public static void Exit(object o, string s) { } }", "a log of who comes and goes")]
    public void NothingSpeaksAgainstIt(string members, string because) => Assert.True(Run(members).Length == 0, because);

    // A local function that is over before its function waits for the signal wakes nobody.
    [Theory]
    [InlineData("await Begin(); await done.Task; Use(_seen);", "", false)]
    [InlineData("var begun = Begin(); await done.Task; Use(_seen); await begun;", "", true)]
    [InlineData("var waiting = Wait(); await Begin(); await waiting; async Task Wait() { await done.Task; Use(_seen); }", "", true)]
    [InlineData("_go = Begin; await Begin(); await done.Task; Use(_seen);", "Func<Task>? _go; ", true)]
    public void ALocalFunctionBeforeTheWait(string code, string more, bool reported) => Assert.Equal(
        reported,
        Run(more + "int _seen; static void Use(int n) { } public async Task Go() { var done = new TaskCompletionSource(); " + code + " async Task Begin() { await Task.Delay(1); done.TrySetResult(); _seen = 1; } }").Length > 0);

    [Fact]
    public void AVariableIsReportedOnceWithAllItsCreations() => Assert.Equal(
        3,
        Assert.Single(Run("readonly object _gate = new(); TaskCompletionSource _done = new(); public void Set() { lock (_gate) { _done.TrySetResult(); } } public void Reset() { lock (_gate) { _done = new TaskCompletionSource(); } }")).AdditionalLocations.Count);

    [Fact]
    public void ReadersOfAChannelThatGoOnInsideTheWrite()
    {
        const string Pool = "readonly System.Threading.Channels.Channel<object?> _idle = System.Threading.Channels.Channel.CreateUnbounded<object?>(new System.Threading.Channels.UnboundedChannelOptions { AllowSynchronousContinuations = true }); int _count; public async Task<object?> Rent() { while (true) { if (Open() is { } o) return o; if (await _idle.Reader.ReadAsync() is { } r) return r; } } object? Open() => _count < 9 ? new object() : null; ";
        Assert.Equal(
            "'AllowSynchronousContinuations = true' lets those who wait go on inside the call that completes it: at '_idle.Writer.TryWrite(null)' they find '_count' as it was before 'Interlocked.Decrement(ref _count);'",
            Assert.Single(Run(Pool + "public void Close() { _idle.Writer.TryWrite(null); Interlocked.Decrement(ref _count); }")).GetMessage());
        Assert.Empty(Run(Pool + "public void Close() { Interlocked.Decrement(ref _count); _idle.Writer.TryWrite(null); }"));
        Assert.Empty(Run(Pool.Replace("= true", "= false", StringComparison.Ordinal) + "public void Close() { _idle.Writer.TryWrite(null); Interlocked.Decrement(ref _count); }"));
    }

    [Fact]
    public void APrivateMethodThatIsCalledUnderTheLock() => Assert.Equal(
        DiagnosticSeverity.Warning,
        Assert.Single(Run("readonly object _gate = new(); readonly TaskCompletionSource _done = new(); public void Set() { lock (_gate) { Complete(); } } void Complete() => _done.TrySetResult();")).Severity);

    [Fact]
    public void ALoopThatReceivesThroughADelegate() => Assert.Single(Run("readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new(); public Task<int> Get(int i) { var done = _all[i] = new TaskCompletionSource<int>(); return done.Task; } public async Task Run(Func<Task<int>> receive) { while (true) { var i = await receive(); if (_all.TryRemove(i, out var done)) done.TrySetResult(i); } }"));

    [Fact]
    [KnownError("A signal that another type completes under its own lock is not looked at (ASA0501).")]
    public void KnownMissedAlarm_ALockOfAnotherType() => Assert.Empty(Run("readonly TaskCompletionSource _done = new(); public void Open() => _done.TrySetResult(); } public class D { readonly object _gate = new(); public void Enter(C c) { lock (_gate) { c.Open(); } }"));

    private static Diagnostic[] Run(string members) =>
        [.. AnalyzerRunner.Run("using System.Collections.Concurrent; public class C { " + members + " }").Where(r => r.Id == "ASA0501")];
}
